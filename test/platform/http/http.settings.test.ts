import { readSettings } from '../../../src/platform/config/read-settings';
import { httpSettings } from '../../../src/platform/http/http.settings';

const read = (environment: Record<string, string>) => readSettings({ http: httpSettings }, environment).http;

describe('HTTP settings', () => {
  test('serve this machine alone at port 4000 by default', () => {
    expect(read({})).toMatchObject({ port: 4000, host: '127.0.0.1', trustProxy: [] });
  });

  test.each([
    { written: '10.0.0.0/8', means: ['10.0.0.0/8'] },
    { written: 'loopback, 2001:db8::/32', means: ['loopback', '2001:db8::/32'] },
    { written: '192.0.2.1', means: ['192.0.2.1'] },
  ])('TRUST_PROXY may be $written', ({ written, means }) => {
    expect(read({ TRUST_PROXY: written }).trustProxy).toEqual(means);
  });

  test.each(['true', '10.0.0.0/33', '300.1.1.1', '10.0.0.0/8/8', 'a,b'])(
    'TRUST_PROXY may not be %s',
    (written) => {
      expect(() => read({ TRUST_PROXY: written })).toThrow(`TRUST_PROXY is "${written}"`);
    },
  );

  test.each(['-1', '65536', 'http'])('PORT may not be %s', (written) => {
    expect(() => read({ PORT: written })).toThrow(
      `PORT is "${written}"; it may be a whole number from 0 to 65535.`,
    );
  });
});
