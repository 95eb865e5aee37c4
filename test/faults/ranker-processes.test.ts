// The built program in several processes, one of which leads the ranking in a thread of its own: killed, put to sleep,
// and stopped in order. Readers of the other see lists that move on, in one order of ids, and keep their places.

import { anArticleDraft } from '../builders/an-article-draft';
import { useNewsroom } from '../setup/newsroom';
import { recordView } from '../setup/record-view';
import { RunningProgram } from '../setup/running-program';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const newsroom = useNewsroom(stores);
const running: RunningProgram[] = [];

/** What is promised of a change of leader, and what a busy machine may add. */
const REPLACED_WITHIN_MS = 5_000;
const SLACK_MS = 5_000;
const ASLEEP_MS = 10_000;

jest.setTimeout(180_000);

afterEach(async () => {
  for (const program of running.splice(0)) {
    program.signal('SIGCONT');
    await program.end('SIGKILL');
  }
});

async function start(environment: Record<string, string> = {}): Promise<RunningProgram> {
  const program = await RunningProgram.start({
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisPlace.url,
    REDIS_MODE: stores.redisPlace.mode ?? 'single',
    KEY_SPACE: stores.keySpace,
    DEMO: 'off',
    ...environment,
  });
  running.push(program);
  return program;
}

interface Shown {
  term: number;
  sequence: number;
  atMs: number;
  articles: string[];
}

async function shownBy(program: RunningProgram): Promise<Shown> {
  interface Answer {
    popularNow: { edges: { node: { id: string } }[]; snapshot: { id: string; computedAt: string } };
  }
  const { data } = await program.ask<Answer>(
    '{ popularNow(first: 20) { edges { node { id } } snapshot { id computedAt } } }',
  );
  const { edges, snapshot } = data.popularNow;
  const [term, sequence] = snapshot.id.split('-').map(Number) as [number, number];
  return {
    term,
    sequence,
    atMs: Date.parse(snapshot.computedAt),
    articles: edges.map(({ node }) => node.id),
  };
}

const leads = async (program: RunningProgram) => (await program.figure('mostread_ranking_leader')) === 1;

/** Two processes that answer and may lead; the first does. Eight articles, of which the last are read most. */
async function twoProcesses(): Promise<{
  leader: RunningProgram;
  other: RunningProgram;
  articles: string[];
}> {
  const [leader, other] = [await start(), await start()];
  const written = await newsroom.writer.write(
    Array.from({ length: 8 }, (_, index) =>
      anArticleDraft({
        externalId: `ranked-${index}`,
        headline: `Of the ${'ABCDEFGH'[index]} ${index}`,
        publishedAt: new Date(Date.now() - 3_600_000 * (index + 1)),
      }),
    ),
  );
  const articles = written.map(({ id }) => id);
  for (const [index, articleId] of articles.entries()) {
    for (let view = 0; view < 2 * index + 1; view++) {
      await recordView(leader, { articleId, visitor: `reader ${index} ${view}` });
    }
  }
  await until(async () => (await shownBy(other)).articles[0] === articles.at(-1), { withinMs: 60_000 });
  // Also kept, so that the next leader goes on from it.
  const { sequence } = await shownBy(other);
  await until(async () => (await shownBy(other)).sequence > sequence + 6, { withinMs: 60_000 });
  return { leader, other, articles };
}

const FIRST = 5;
/** Of the first of the one list, those that are among the first of the other. */
const stayed = (one: Shown, other: Shown): string[] =>
  one.articles.slice(0, FIRST).filter((article) => other.articles.slice(0, FIRST).includes(article));

test('a program that answers ranks in a thread of its own, and gives its figures', async () => {
  const program = await start();
  await until(async () => ((await program.figure('mostread_ranking_snapshots_total')) ?? 0) > 3);
  expect(await program.figure('mostread_ranking_own_thread')).toBe(1);
  expect(await program.figure('mostread_ranking_leader')).toBe(1);
  await until(async () => ((await program.figure('mostread_ranking_tick_seconds_count')) ?? 0) > 3);
  expect(await program.figure('mostread_ranking_lists')).toBeGreaterThan(0);
  expect(await program.figure('mostread_ranking_thread_restarts_total')).toBe(0);
  expect(await program.figure('mostread_ranking_lag_seconds')).toBeLessThan(SLACK_MS / 1_000);
  // In good order, with the lease given back.
  await expect(program.end()).resolves.toBe(0);
  const next = await start({ RANKING_THREAD: 'main' });
  expect(await leads(next)).toBe(true);
  expect(await next.figure('mostread_ranking_own_thread')).toBe(0);
});

test('killed, it is replaced within five seconds, and the list goes on from where it stood', async () => {
  const { leader, other } = await twoProcesses();
  expect([await leads(leader), await leads(other)]).toEqual([true, false]);
  const before = await shownBy(other);
  const killedMs = Date.now();
  await leader.end('SIGKILL');
  await until(async () => (await shownBy(other)).term > before.term, {
    withinMs: REPLACED_WITHIN_MS + SLACK_MS,
  });
  const after = await shownBy(other);
  expect(after.atMs - killedMs).toBeLessThan(REPLACED_WITHIN_MS + SLACK_MS);
  // Steadiness goes on: of those that stay among the first none changes places, though scores alone say otherwise.
  expect(stayed(after, before)).toEqual(stayed(before, after));
  expect(stayed(before, after).length).toBeGreaterThanOrEqual(FIRST - 1);
  // Its own figures follow when the tick that took over has ended.
  await until(() => leads(other));
});

test('put to sleep for ten seconds, it puts no old list back when it wakes up', async () => {
  const { leader, other } = await twoProcesses();
  const before = await shownBy(other);
  leader.signal('SIGSTOP');
  const asleepUntilMs = Date.now() + ASLEEP_MS;
  const seen: Shown[] = [];
  const look = async () => void seen.push(await shownBy(other));
  await until(
    async () => {
      await look();
      return Date.now() > asleepUntilMs && seen.at(-1)!.term > before.term;
    },
    { withinMs: ASLEEP_MS + REPLACED_WITHIN_MS + SLACK_MS },
  );
  leader.signal('SIGCONT');
  await until(
    async () => {
      await look();
      const woken = await shownBy(leader);
      return woken.term > before.term && !(await leads(leader));
    },
    { withinMs: 60_000 },
  );
  for (let times = 0; times < 20; times++) await look();
  const ids = seen.map(({ term, sequence }) => [term, sequence]);
  const inOrder = [...ids].sort(([a, b], [c, d]) => a! - c! || b! - d!);
  expect(ids).toEqual(inOrder);
  const times = seen.map(({ atMs }) => atMs);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(await leads(other)).toBe(true);
});
