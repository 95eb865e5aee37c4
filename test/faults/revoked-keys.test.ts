// A key that is revoked by one process ends in all others, each a program of its own, while none of them reaches Redis:
// no message tells them.

import { request } from 'undici';
import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { CuttingProxy } from '../setup/cutting-proxy';
import { RunningProgram } from '../setup/running-program';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

jest.setTimeout(120_000);

const stores = useStores();
const programs: RunningProgram[] = [];
let toRedis: CuttingProxy;

beforeAll(async () => {
  const target = new URL(stores.redisUrl);
  toRedis = await CuttingProxy.to({ host: target.hostname, port: Number(target.port) });
  target.port = String(toRedis.port);
  const environment = {
    ...{ DATABASE_URL: stores.databaseUrl, REDIS_URL: target.href, KEY_SPACE: stores.keySpace, DEMO: 'off' },
  };
  for (let at = 0; at < 2; at += 1) programs.push(await RunningProgram.start(environment));
});
afterAll(async () => {
  toRedis?.accept();
  for (const program of programs) await program.end();
  await toRedis?.close();
});

async function send(program: RunningProgram | undefined, query: string, key: string) {
  const answer = await request(`${program?.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query }),
  });
  const body = (await answer.body.json()) as { errors?: { extensions: { code: string } }[] };
  return { status: answer.statusCode, code: body.errors?.[0]?.extensions.code };
}

test('a revoked key ends in every process with no message', async () => {
  const [first, second] = programs;
  const [admin, lost] = [await keyOf(stores, Role.ADMIN), await keyOf(stores, Role.EDITOR)];
  const me = '{ me { name } }';
  for (const program of programs)
    expect(await send(program, me, lost)).toEqual({ status: 200, code: undefined });

  toRedis.refuse();
  toRedis.cut();
  const revoke = `mutation { revokeApiKey(id: "${lost.split('_')[1]}") { userErrors { code } } }`;
  expect(await send(first, revoke, admin)).toEqual({ status: 200, code: undefined });

  expect(await send(first, me, lost)).toEqual({ status: 401, code: 'CREDENTIAL_REVOKED' });
  await until(async () => (await send(second, me, lost)).code === 'CREDENTIAL_REVOKED', { withinMs: 5_000 });
  for (const program of programs) expect((await send(program, me, admin)).status).toBe(200);
  for (const program of programs) expect(program.output()).not.toContain(lost.split('_')[2]);
});
