// What a dashboard asks of the past: which places an article has had, and what a list looked like; across the end of
// one leader and the beginning of the next.

import { BadUserInput } from '../../src/platform/errors';
import { ReplayClock } from '../../src/traffic/replay-clock';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { withdraw } from '../builders/an-editor';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 3, 1, 12, 0, 30);
const names = ['bridge', 'tower', 'harbour', 'market', 'school', 'theatre', 'station'];

const clock = new ReplayClock(START_MS);
clock.runOften();
let live: LiveNewsroom;
let ids: Map<string, { id: string; number: number }>;

let slugs: Map<string, string>;
const slugOf = (name: string) => slugs.get(name)!;

/** In which minute each order of the site's list was recorded, as it was shown then. */
const orders = new Map<number, string[]>();

async function minutePasses(): Promise<void> {
  await clock.jumpTo((Math.floor(clock.nowMs() / MINUTE_MS) + 1) * MINUTE_MS + 100);
  await noteOrder();
}

async function noteOrder(): Promise<void> {
  const minute = Math.floor(clock.nowMs() / MINUTE_MS);
  await until(async () => {
    const rows = await stores.dataSource.query('select 1 from ranked_minute where minute = $1', [minute]);
    return rows.length > 0;
  });
  orders.set(minute, await live.popularNow('(first: 50)'));
}

const minuteOf = (at: string) => new Date(at).getTime() / MINUTE_MS;
const at = (minute: number) => new Date(minute * MINUTE_MS).toISOString();
const [first, second] = [minuteOf('2026-04-01T12:01:00Z'), minuteOf('2026-04-01T12:30:00Z')];

beforeAll(async () => {
  live = await new LiveNewsroom(stores, { clock }).start();
  ids = await live.publish(names, (name) => ({
    section: name === 'tower' ? { slug: 'sport', name: 'Sport' } : { slug: 'town', name: 'Town' },
  }));
  const rows: { name: string; slug: string }[] = await stores.dataSource.query(
    'select external_id as name, slug from article',
  );
  slugs = new Map(rows.map(({ name, slug }) => [name, slug]));
  for (const name of ['bridge', 'tower', 'harbour', 'market', 'school', 'theatre']) {
    await live.read(ids.get(name)!.id, 8);
    await minutePasses();
  }
  await live.stop();
  // Nobody ranks for a while; then another process does.
  await clock.jumpTo(second * MINUTE_MS - 30_000);
  live = await new LiveNewsroom(stores, { clock }).start();
  await noteOrder();
  await minutePasses();
  await live.read(ids.get('station')!.id, 40);
  await minutePasses();
  await minutePasses();
});

afterAll(() => live.stop());

const HISTORY = `bestRank minutesListed minutesInFirstFive minutesRecorded from to
  runs { rank from until } article { slug }`;

async function historyOf(article: string, rest: string) {
  const { rankingHistory } = await live.ask(
    `{ rankingHistory(article: "${article}" ${rest}) { ${HISTORY} } }`,
  );
  return rankingHistory;
}

/** Minute by minute, from what was shown: the list of a minute, or undefined where there was none. */
function placesShown(slug: string, from: number, until: number): (number | null)[] {
  return Array.from({ length: until - from }, (_, offset) => {
    const order = orders.get(from + offset);
    return order === undefined || !order.includes(slug) ? null : order.indexOf(slug) + 1;
  });
}

function placesTold(runs: { rank: number; from: Date; until: Date }[], from: number, until: number) {
  return Array.from({ length: until - from }, (_, offset) => {
    const ms = (from + offset) * MINUTE_MS;
    return runs.find((run) => run.from.getTime() <= ms && ms < run.until.getTime())?.rank ?? null;
  });
}

describe('the places of an article over time', () => {
  test.each(names)('of the %s are those that were shown, minute by minute', async (name) => {
    const until = Math.floor(clock.nowMs() / MINUTE_MS);
    const { id } = ids.get(name)!;
    const told = await historyOf(id, `, from: "${at(first)}", to: "${at(until)}"`);
    const shown = placesShown(slugOf(name), first, until);
    expect(placesTold(told.runs, first, until)).toEqual(shown);
    const listed = shown.filter((rank) => rank !== null);
    expect(told).toMatchObject({
      article: { slug: slugOf(name) },
      bestRank: Math.min(...listed),
      minutesListed: listed.length,
      minutesInFirstFive: listed.filter((rank) => rank <= 5).length,
      minutesRecorded: [...orders.keys()].filter((minute) => minute >= first && minute < until).length,
    });
  });

  test('may be asked by slug, of the list of a section or a language', async () => {
    const range = `, from: "${at(first)}", to: "${at(first + 6)}"`;
    const sport = await historyOf(slugOf('tower'), `${range}, section: "sport"`);
    expect(placesTold(sport.runs, first, first + 6)).toEqual(Array(6).fill(1));
    const town = await historyOf(slugOf('tower'), `${range}, section: "town"`);
    expect(town).toMatchObject({ runs: [], bestRank: null, minutesListed: 0, minutesRecorded: 6 });
    const english = await historyOf(slugOf('tower'), `${range}, language: "en"`);
    expect(placesTold(english.runs, first, first + 6)).toEqual(
      placesShown(slugOf('tower'), first, first + 6),
    );
  });

  test('go on until now', async () => {
    const told = await historyOf(slugOf('station'), `, from: "${at(second)}"`);
    expect(told.to.getTime()).toBeGreaterThanOrEqual(Math.floor(clock.nowMs() / MINUTE_MS) * MINUTE_MS);
    expect(told.runs.at(-1).rank).toBe(1);
  });

  test('of an article that is not there, or may not be seen, are none', async () => {
    expect(await historyOf('no-such-article', `, from: "${at(first)}"`)).toBeNull();
    await withdraw(live.newsroom, ids.get('theatre')!.id);
    expect(await historyOf(slugOf('theatre'), `, from: "${at(first)}"`)).toBeNull();
  });

  test.each([
    {
      of: 'a time that ends before it begins',
      rest: `, from: "${at(first + 2)}", to: "${at(first)}"`,
      field: 'to',
    },
    { of: 'no time at all', rest: `, from: "${at(first)}", to: "${at(first)}"`, field: 'to' },
    { of: 'the future', rest: `, from: "${at(first + 9_000)}"`, field: 'from' },
    {
      of: 'before what is kept',
      rest: `, from: "${at(first - 31 * 1_440)}", to: "${at(first)}"`,
      field: 'from',
    },
    { of: 'more than a week', rest: `, from: "${at(first - 8 * 1_440)}", to: "${at(first)}"`, field: 'to' },
    { of: 'a section that is not there', rest: `, from: "${at(first)}", section: "nope"`, field: 'section' },
    { of: 'two lists', rest: `, from: "${at(first)}", section: "sport", language: "en"`, field: 'language' },
    {
      of: 'a part of Must-Reads',
      rest: `, from: "${at(first)}", rail: MUST_READS, language: "en"`,
      field: 'language',
    },
  ])('of $of are refused', async ({ rest, field }) => {
    const refused = historyOf(slugOf('tower'), rest);
    await expect(refused).rejects.toBeInstanceOf(BadUserInput);
    await expect(refused).rejects.toMatchObject({ field });
  });
});
