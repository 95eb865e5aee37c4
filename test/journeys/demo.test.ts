// A newcomer's first minute: the program with the demo newsroom, as it is started from a fresh clone.

import { systemClock } from '../../src/platform/clock';
import { RunningProgram } from '../setup/running-program';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
/** The machine of a test run may be slow; what is looked for comes within seconds on one of its own. */
const PATIENCE_MS = 60_000;
let program: RunningProgram | undefined;

afterEach(() => program?.end());

async function start(args: readonly string[]): Promise<RunningProgram> {
  program = await RunningProgram.start(
    {
      DATABASE_URL: stores.databaseUrl,
      REDIS_URL: stores.redisUrl,
      KEY_SPACE: stores.keySpace,
      DEMO: 'on',
      DEMO_TRAFFIC: 'auto',
    },
    args,
  );
  return program;
}

interface Place {
  reason: string;
  node: { slug: string; views: number };
}

async function popularNow(): Promise<Place[]> {
  const { data } = await program!.ask<{ popularNow: { edges: Place[] } }>(
    '{ popularNow(first: 5) { edges { reason node { slug views } } } }',
  );
  return data.popularNow.edges;
}

const slugsOf = (places: readonly Place[]) => places.map(({ node }) => node.slug).join();

test('without simulated readers nothing is counted and nothing moves', async () => {
  await start(['--no-demo-traffic', '--follow']);
  const before = await popularNow();
  expect(before).toHaveLength(5);
  await systemClock.wait(3_000); // there is nothing to wait for
  const after = await popularNow();
  expect(slugsOf(after)).toBe(slugsOf(before));
  expect(after.filter(({ reason, node }) => reason === 'READ_NOW' || node.views > 0)).toEqual([]);
  expect(program!.output()).toMatch(/Popular Now, as it changes:\n$/);
}, 180_000);

test('five stories are read within seconds, their order changes, and a line tells of each change', async () => {
  await start(['--follow']);
  await until(async () => (await popularNow()).every(({ reason }) => reason === 'READ_NOW'), {
    withinMs: PATIENCE_MS,
    what: 'five stories that are read now',
  });
  const first = slugsOf(await popularNow());
  await until(async () => slugsOf(await popularNow()) !== first, {
    withinMs: PATIENCE_MS,
    what: 'another order',
  });
  const printed = () => program!.output().split('Popular Now, as it changes:\n')[1]!.trimEnd().split('\n');
  // The terminal follows within a moment.
  await until(() => printed().length >= 6, { withinMs: PATIENCE_MS, what: 'a line for each change' });
  const lines = printed();
  for (const line of lines) expect(line).toMatch(/^\d\d:\d\d:\d\d {2}[ 1-5] [+▲▼-] .+(new|was \d|left)$/);
  await expect(program!.end('SIGINT')).resolves.toBe(0);
}, 180_000);

test('a word that is not known stops the start with status 2 and a sentence', async () => {
  await expect(start(['--no-trafic'])).rejects.toThrow(
    /^ended \(2\) before it was ready:\nerror: unknown option '--no-trafic'/,
  );
}, 180_000);

test('--quiet and a program that is no terminal both mean no lines', async () => {
  for (const args of [['--quiet'], []]) {
    await start(args);
    await until(async () => (await popularNow()).some(({ reason }) => reason === 'READ_NOW'), {
      withinMs: PATIENCE_MS,
    });
    expect(program!.output()).not.toContain('Popular Now');
    await program!.end();
  }
}, 180_000);
