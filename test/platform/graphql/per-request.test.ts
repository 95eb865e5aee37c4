import { anyone } from '../../../src/accounts/account';
import { perRequest, type RequestContext } from '../../../src/platform/graphql/per-request';

class Loader {}

const aRequest = (): RequestContext => ({
  clientIp: '127.0.0.1',
  headers: {},
  caller: anyone,
  memory: new Map(),
});

describe('perRequest', () => {
  test('gives one request the same loader twice', () => {
    const request = aRequest();
    const first = perRequest(request, Loader, () => new Loader());
    expect(perRequest(request, Loader, () => new Loader())).toBe(first);
  });

  test('gives the next request another', () => {
    const first = perRequest(aRequest(), Loader, () => new Loader());
    expect(perRequest(aRequest(), Loader, () => new Loader())).not.toBe(first);
  });
});
