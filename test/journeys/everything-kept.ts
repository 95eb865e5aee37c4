// All that the stores of a test hold, to be searched: each value of Redis as it is read and as it is dumped (with
// what is deleted and still there; bytes may be no text), each row of Postgres as text.

import { dumpedTexts } from '../setup/dumped-texts';
import type { TestStores } from '../setup/stores';

export interface Kept {
  where: string;
  bytes: Buffer;
}

export async function everythingKept(stores: TestStores): Promise<Kept[]> {
  return [...(await keptInRedis(stores)), ...(await keptInPostgres(stores))];
}

const READ = `
local kind = redis.call('TYPE', KEYS[1]).ok
if kind == 'string' then return { redis.call('GET', KEYS[1]) } end
if kind == 'hash' then return redis.call('HGETALL', KEYS[1]) end
if kind == 'set' then return redis.call('SMEMBERS', KEYS[1]) end
if kind == 'list' then return redis.call('LRANGE', KEYS[1], 0, -1) end
if kind == 'zset' then return redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES') end
if kind == 'stream' then
  local texts = {}
  for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '-', '+')) do
    texts[#texts + 1] = entry[1] .. ' ' .. table.concat(entry[2], ' ')
  end
  return texts
end
if kind == 'none' then return {} end -- it has expired meanwhile
return redis.error_reply('REFUSED_KIND ' .. kind)`;

async function keptInRedis({ redis, keySpace }: TestStores): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const key of await redis.client.keys(`${keySpace}*`)) {
    const name = key.slice(keySpace.length);
    const dump = await redis.client.dumpBuffer(name);
    const values = (await redis.client.eval(READ, 1, name)) as string[];
    kept.push({ where: `the key ${name}`, bytes: Buffer.from(`${name}\n${values.join('\n')}`) });
    for (const bytes of dump === null ? [] : dumpedTexts(dump))
      kept.push({ where: `the dump of ${name}`, bytes });
  }
  return kept;
}

async function keptInPostgres({ dataSource }: TestStores): Promise<Kept[]> {
  const tables: { name: string }[] = await dataSource.query(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const kept: Kept[] = [];
  for (const { name } of tables) {
    const rows: { row: string }[] = await dataSource.query(`SELECT one::text AS row FROM ${name} one`);
    kept.push({ where: `the table ${name}`, bytes: Buffer.from(rows.map(({ row }) => row).join('\n')) });
  }
  return kept;
}
