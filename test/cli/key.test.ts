import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { until } from '../setup/until';
import { runMostread } from './run-mostread';

jest.setTimeout(60_000);

const api = useApi();
const me = '{ me { kind name roles scopes expiresAt } }';
const create = (...options: string[]) =>
  runMostread(['key', 'create', '--name', 'the desk', '--role', 'editor', ...options], api.stores);

describe('mostread key', () => {
  test('creates a key that the running newsroom takes at once, and prints it alone', async () => {
    const { status, stdout, stderr } = await create();
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr:
        'Opening the stores\n' +
        'Created "the desk" (EDITOR), good until it is revoked. It is shown this once; send it with each request as\n' +
        'Authorization: Bearer <key>\n',
    });
    expect(stdout).toMatch(/^mostread_[0-9A-Za-z]{11}_[0-9A-Za-z]{49}\n$/);
    expect(await api.ask(me, {}, { as: stdout.trim() })).toMatchObject({
      data: { me: { kind: 'API_KEY', name: 'the desk', roles: ['EDITOR'], expiresAt: null } },
    });
  });

  test('creates one that may do less and that ends', async () => {
    const { stdout, stderr } = await create('--scopes', 'comments-moderate,PICKS_WRITE', '--expires', '90d');
    expect(stderr).toMatch(/good until 20\d\d-\d\d-\d\d \d\d:\d\d\./);
    const { data } = await api.ask<{ me: { scopes: string[]; expiresAt: string } }>(
      me,
      {},
      { as: stdout.trim() },
    );
    expect(data.me.scopes.sort()).toEqual(['COMMENTS_MODERATE', 'PICKS_WRITE']);
    expect(Date.parse(data.me.expiresAt) - Date.now()).toBeGreaterThan(89 * 24 * 3_600_000);
  });

  test('lists keys without what is secret, those that are of no use on demand', async () => {
    const secret = await keyOf(api, Role.SERVICE, { name: 'the importer' });
    const ended = await keyOf(api, Role.ADMIN, { name: 'long ago', expiresAt: new Date('2020-01-01') });
    const { stdout } = await runMostread(['key', 'list'], api.stores);
    expect(stdout).toMatch(/^ID +ROLE +SCOPES +CREATED +ENDS +LAST USED +NAME\n/);
    expect(stdout).toMatch(
      new RegExp(`^${secret.split('_')[1]} +SERVICE +all .* never +never +the importer$`, 'm'),
    );
    expect(stdout).not.toContain('long ago');
    expect(stdout).not.toContain(secret.split('_')[2]);
    const { stdout: whole } = await runMostread(['key', 'list', '--all'], api.stores);
    expect(whole).toMatch(new RegExp(`^${ended.split('_')[1]} +ADMIN .* ended +long ago$`, 'm'));
  });

  test('revokes a key by its id or by itself, in the running newsroom within a second', async () => {
    const key = await keyOf(api, Role.EDITOR);
    const id = key.split('_')[1]!;
    expect((await api.ask(me, {}, { as: key })).status).toBe(200);
    const first = await runMostread(['key', 'revoke', id], api.stores);
    expect({ status: first.status, stdout: first.stdout }).toEqual({
      status: 0,
      stdout: `Revoked: the editor (${id})\n`,
    });
    await until(async () => (await api.ask(me, {}, { as: key })).status === 401);
    expect((await runMostread(['key', 'revoke', key], api.stores)).stdout).toMatch(
      /^Was revoked before: the editor/,
    );
  });

  test('says that there is no such key: status 1', async () => {
    const { status, stderr } = await runMostread(['key', 'revoke', 'A'.repeat(11)], api.stores);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'Opening the stores\nThere is no API key with the id "AAAAAAAAAAA".\n',
    });
  });
});
