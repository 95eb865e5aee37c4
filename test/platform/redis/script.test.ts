import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineScript, runScript, ScriptRefused } from '../../../src/platform/redis/script';
import { useStores } from '../../setup/stores';

const stores = useStores();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mostread-script-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function aScript(lua: string) {
  await writeFile(join(folder, 'a-script.lua'), lua);
  return defineScript({
    file: 'a-script.lua',
    folder,
    keys: (input: { name: string; value: number }) => [`{tag}:${input.name}`],
    args: ({ value }) => [value],
    answer: (reply) => Number(reply),
  });
}

test('keys are in the key space, arguments arrive exactly, and the answer is typed', async () => {
  const script = await aScript("redis.call('SET', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[1])");
  expect(await runScript(stores.redis, script, { name: 'n', value: 0.1 + 0.2 })).toBe(0.1 + 0.2);
  expect(await stores.redis.client.get('{tag}:n')).toBe('0.30000000000000004');
});

test('a Redis that has forgotten its scripts gets the whole of it', async () => {
  const script = await aScript("return redis.call('INCRBY', KEYS[1], ARGV[1])");
  await runScript(stores.redis, script, { name: 'grown', value: 2 });
  await stores.redis.onEachPrimary((server) => server.script('FLUSH'));
  expect(await runScript(stores.redis, script, { name: 'grown', value: 3 })).toBe(5);
});

test('a shared piece is put in by its name, wherever it lies', async () => {
  const script = await aScript(
    [
      '-- include: add-to-board.lua',
      "add_to_board(KEYS[1] .. 'b', KEYS[1] .. 'l', 'f', 1, {{0, tonumber(ARGV[1]), 'a'}})",
      "return redis.call('ZSCORE', KEYS[1] .. 'b', 'a')",
    ].join('\n'),
  );
  expect(script.text).toContain('local function add_to_board');
  expect(await runScript(stores.redis, script, { name: 'board', value: 3 })).toBe(3);
});

test('a shared piece that is nowhere is an error when the script is defined', async () => {
  await expect(aScript('-- include: no-such-piece.lua\n')).rejects.toThrow('no-such-piece.lua');
});

test('a refusal is a typed error with its reason and the rest of its words', async () => {
  const script = await aScript("return redis.error_reply('STALE_RUN since ' .. ARGV[1])");
  const refusal = await runScript(stores.redis, script, { name: 'n', value: 7 }).catch(
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(ScriptRefused);
  expect(refusal).toMatchObject({ reason: 'STALE_RUN', rest: 'since 7' });
});

test('a fault in a script is no refusal', async () => {
  const script = await aScript("return redis.call('INCRBY', KEYS[1], 'words' .. ARGV[1])");
  await expect(runScript(stores.redis, script, { name: 'n2', value: 1 })).rejects.toMatchObject({
    name: 'ReplyError',
  });
});
