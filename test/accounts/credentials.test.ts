import { request } from 'node:http';
import { theProgram } from '../../src/accounts/account';
import { ApiKeyRepository } from '../../src/accounts/api-key.repository';
import { drawApiKey } from '../../src/accounts/api-key-text';
import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';

const api = useApi();
const query = '{ __typename }';

/** As given, whatever fetch would make of it. */
function send(
  headers: string[],
): Promise<{ status: number; authenticate: string | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${api.url}/graphql`, { method: 'POST' }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += String(chunk);
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          authenticate: response.headers['www-authenticate'],
          body,
        }),
      );
    });
    sent.on('error', reject);
    sent.setHeader('content-type', 'application/json');
    for (let at = 0; at < headers.length; at += 2) sent.appendHeader(headers[at]!, headers[at + 1]!);
    sent.end(JSON.stringify({ query }));
  });
}

describe('a request', () => {
  test('without a credential is anyone’s', async () => {
    expect(await api.ask(query)).toMatchObject({ status: 200, errors: undefined });
  });

  test('with a key is its holder’s', async () => {
    const key = await keyOf(api, Role.EDITOR);
    expect(await api.ask(query, {}, { as: key })).toMatchObject({ status: 200, errors: undefined });
    expect(await api.ask(query, {}, { headers: { 'x-api-key': key } })).toMatchObject({ status: 200 });
  });

  test('with a key that has been revoked is refused', async () => {
    const key = await keyOf(api, Role.EDITOR);
    expect(await api.ask(query, {}, { as: key })).toMatchObject({ status: 200 });
    await new ApiKeyRepository(api.stores.dataSource).revoke(key.split('_')[1]!, new Date(), theProgram);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await api.ask(query, {}, { as: key })).toMatchObject({
      status: 401,
      data: undefined,
      errors: [{ extensions: { code: 'CREDENTIAL_REVOKED', retryable: false } }],
    });
  });

  test('with an unknown key is refused', async () => {
    expect(await send(['authorization', `Bearer ${drawApiKey().text}`])).toEqual({
      status: 401,
      authenticate:
        'Bearer realm="mostread", error="invalid_token", ' +
        'error_description="The credential of this request is not known here."',
      body: JSON.stringify({
        errors: [
          {
            message: 'The credential of this request is not known here.',
            extensions: { code: 'CREDENTIAL_REFUSED', retryable: false },
          },
        ],
      }),
    });
  });
});
