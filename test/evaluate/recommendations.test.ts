// `npm run evaluate -- recommendations --quick` as a whole, through a real Redis: its figures must hold together, and an
// independent judge must come to the same from what it writes. Fewer steps are judged than on the command line.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CountedLog } from '../../evaluate/popular/counted-log';
import { seededLog } from '../../evaluate/popular/seeded-log';
import { PRODUCT } from '../../evaluate/recommendations/contestants';
import type { RecommendationsOutcome } from '../../evaluate/recommendations/outcome';
import {
  QUICK_LOG,
  type RecommendationsOptions,
  runRecommendations,
} from '../../evaluate/recommendations/run-recommendations';
import { launchBrowser } from '../setup/browser';
import { useStores } from '../setup/stores';

// Far more than it takes where nothing else runs.
jest.setTimeout(900_000);

const stores = useStores();
const MINUTE_MS = 60_000;
const ONE_IN = 8;

const options: RecommendationsOptions = {
  ...{ part: 1, seed: 'a test', quick: true, gap: 30, oneIn: ONE_IN, delays: [60], only: [] },
  newArticles: '2,2.5,one-of-five',
};

async function run(given: Partial<RecommendationsOptions> = {}, isStopped = () => false) {
  const printed: string[] = [];
  const outcome = await runRecommendations(
    { ...options, ...given },
    {
      ...{ isStopped, tell: () => {}, progress: 'none' },
      openRedis: async () => ({ redis: stores.redis, log: stores.log }),
      print: (line) => printed.push(line),
    },
  );
  return { outcome, printed: printed.join('\n') };
}

describe('the quick evaluation', () => {
  let folder = '';
  let json: RecommendationsOutcome;
  let dump: string[];
  let printed = '';
  let html = '';
  let log: CountedLog;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mostread-evaluated-'));
    const [toJson, toDump, toHtml] = ['json', 'tsv', 'html'].map((ending) => join(folder, `it.${ending}`));
    ({ printed } = await run({ json: toJson!, dump: toDump!, html: toHtml! }));
    json = JSON.parse(await readFile(toJson!, 'utf8'));
    dump = (await readFile(toDump!, 'utf8')).trimEnd().split('\n');
    html = await readFile(toHtml!, 'utf8');
    log = seededLog({ ...QUICK_LOG, seed: options.seed });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const named = (name: string) => json.methods.find((method) => method.name.startsWith(name))!;

  test('finds the product better than what is popular with all', () => {
    expect(named(PRODUCT).hit5.mean).toBeGreaterThan(named('recently popular,').hit5.mean);
    expect(named('recently popular,').oursLeads!.hit5.mean).toBeGreaterThan(0);
    expect(named(PRODUCT).oursLeads).toBeNull();
  });

  test('puts every mean into its interval, and hits more with more places', () => {
    for (const { hit5, hit10, hit20, mrr5, hourly, delays } of json.methods) {
      for (const one of [hit5, hit10, hit20, mrr5, hourly.hit20, ...delays.map((late) => late.hit5)]) {
        expect(one.mean).toBeGreaterThanOrEqual(one.low);
        expect(one.mean).toBeLessThanOrEqual(one.high);
      }
      expect(mrr5.mean).toBeLessThanOrEqual(hit5.mean);
      expect(hit5.mean).toBeLessThan(hit10.mean);
      expect(hit10.mean).toBeLessThan(hit20.mean);
    }
  });

  test('knows nothing of an article before its first reader', () => {
    for (const { slices } of json.methods) {
      const first = slices.find(({ slice }) => slice === 'first ever click')!;
      expect(first.groups.map(({ group }) => group)).toEqual(['no', 'yes']);
      expect(first.groups[1]!.hit5.mean ?? 0).toBe(0);
    }
  });

  test('has each step in one group of each slice', () => {
    for (const { groups } of named(PRODUCT).slices) {
      expect(groups.reduce((sum, { steps }) => sum + steps, 0)).toBe(json.judgedSteps);
    }
    const byHour = named(PRODUCT).byHour.reduce((sum, { steps }) => sum + steps, 0);
    expect(byHour).toBe(json.judgedSteps);
  });

  test('is confirmed by an independent judge of what it has written', () => {
    const verdict = independentVerdict();
    expect(verdict.steps).toBe(json.judgedSteps);
    expect(verdict.hit5).toBeCloseTo(named(PRODUCT).hit5.mean, 12);
    expect(verdict.mrr5).toBeCloseTo(named(PRODUCT).mrr5.mean, 12);
    expect(verdict.seen).toBe(0);
  });

  test('writes twenty articles of each judged step', () => {
    expect(dump).toHaveLength(json.judgedSteps);
    for (const line of dump) expect(line).toMatch(/^\d+\tstory-\d+(,story-\d+){19}$/);
  });

  test('prints a line for each list, and the same figures as it writes', () => {
    for (const { name } of json.methods) expect(printed).toContain(name);
    const product = printed.split('\n').find((line) => line.startsWith(`* ${PRODUCT}`))!;
    expect(product).toContain(named(PRODUCT).hit5.mean.toFixed(4).slice(1));
  });

  test('draws one page that needs nothing from elsewhere', () => {
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/<(script|link|img|iframe)\b|url\(|@import|(src|href)=["']?(https?:)?\/\//);
    expect(html.match(/<svg\b/g)!.length).toBeGreaterThanOrEqual(5);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('draws nothing that is cut, on a screen of 1,300 pixels', async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 1_300, height: 900 } });
      await page.setContent(html);
      const reach = `[...document.querySelectorAll('.wide')].map((table) => table.scrollWidth - table.clientWidth)`;
      expect(await page.evaluate(reach)).toEqual([0, 0]);
      const cut = `[...document.querySelectorAll('svg')].flatMap((drawing) => {
        const { left, right } = drawing.getBoundingClientRect();
        return [...drawing.querySelectorAll('text')]
          .filter((text) => text.getBoundingClientRect().left < left || text.getBoundingClientRect().right > right)
          .map(({ textContent }) => textContent);
      })`;
      expect(await page.evaluate(cut)).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  const under = (name: string) => json.newArticles!.settings.find((setting) => setting.name === name)!;

  test('sets what places for new articles bring beside the list that has none, and judges the shipped one alike', () => {
    expect(json.newArticles!.settings[0]!.name).toBe('by score');
    const shipped = under('worth 2.5');
    const young = named(PRODUCT).slices[0]!.groups[0]!;
    expect(shipped).toMatchObject({ hit5: named(PRODUCT).hit5, mrr5: named(PRODUCT).mrr5 });
    expect(shipped.hit5OfNew).toEqual(young.hit5);
    expect(json.newArticles!.stepsToNew).toBe(young.steps);
    expect(young.steps).toBeGreaterThan(0);
  });

  test('shows more new articles the more a click on one is worth', () => {
    const shares = ['by score', 'worth 2', 'one of five'].map((name) => under(name).listsWithNew.mean);
    expect(shares).toEqual([...shares].sort());
    expect(new Set(shares).size).toBe(3);
    expect(under('one of five').change!.hit5.mean).toBeLessThan(0); // of a place always given: nothing is free
  });

  test('tells of a place for new articles on the terminal and on the page', () => {
    const line = printed.split('\n').find((one) => one.startsWith('worth 2'))!;
    expect(line).toContain(under('worth 2').hit5OfNew.mean.toFixed(4).slice(1));
    expect(html).toContain('A place for new articles');
    expect(html.match(/<svg\b/g)!.length).toBe(7);
  });

  test('gives the same lists over plain maps', async () => {
    const toDump = join(folder, 'memory.tsv');
    const { outcome } = await run({ inMemory: true, only: [PRODUCT], dump: toDump });
    expect(outcome!.methods[0]!.delays).toEqual(named(PRODUCT).delays);
    expect(JSON.parse(JSON.stringify(outcome!.newArticles))).toEqual(json.newArticles);
    expect((await readFile(toDump, 'utf8')).trimEnd().split('\n')).toEqual(dump);
  });

  test('judges the product as the environment has it', async () => {
    const before = process.env.ALSO_LIKE_NEW_ARTICLES;
    process.env.ALSO_LIKE_NEW_ARTICLES = 'one-of-five';
    try {
      const toDump = join(folder, 'one-of-five.tsv');
      const { outcome } = await run({ inMemory: true, only: [PRODUCT], delays: [], dump: toDump });
      expect(outcome!.methods[0]!.hit5).toEqual(under('one of five').hit5);
      expect(await readFile(toDump, 'utf8')).not.toBe(`${dump.join('\n')}\n`);
    } finally {
      if (before === undefined) delete process.env.ALSO_LIKE_NEW_ARTICLES;
      else process.env.ALSO_LIKE_NEW_ARTICLES = before;
    }
  });

  /** From the dumped lines and the log alone. */
  function independentVerdict() {
    let [hits, gain, seen] = [0, 0, 0];
    for (const line of dump) {
      const [index, articles] = line.split('\t') as [string, string];
      const click = Number(index);
      const five = articles.split(',').slice(0, 5);
      const place = five.indexOf(log.names[log.article[click]!]!) + 1;
      if (place > 0) {
        hits++;
        gain += 1 / place;
      }
      const read = readBefore(click).map((article) => log.names[article]!);
      expect(read.length).toBeGreaterThan(0);
      seen += articles.split(',').filter((article) => read.includes(article)).length;
    }
    return { steps: dump.length, hit5: hits / dump.length, mrr5: gain / dump.length, seen };
  }

  function readBefore(click: number): number[] {
    const read: number[] = [];
    let nextMs = log.atMs[click]!;
    for (let at = click - 1; at >= 0 && nextMs - log.atMs[at]! < 30 * MINUTE_MS; at--) {
      if (log.visitor[at] !== log.visitor[click]) continue;
      read.push(log.article[at]!);
      nextMs = log.atMs[at]!;
    }
    return read;
  }
});

describe('what cannot be evaluated', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mostread-evaluated-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const few = Array.from({ length: 600 }, (_, at) => {
    return `${Date.UTC(2026, 0, 1) + at * MINUTE_MS}\tv${at % 40}\ta${at % 7}`;
  }).join('\n');

  test.each([
    { what: 'a day that the log has not', given: { fromDay: 7 }, message: /nothing to judge/ },
    { what: 'a list that nobody makes', given: { only: ['Nobody'] }, message: /no list's name begins so/ },
    {
      what: 'a dump of all parts',
      given: { thin: 2, part: 'all' as const, dump: 'x' },
      message: /of one part/,
    },
    {
      what: 'a dump of a log that is put in order',
      given: { sort: true, dump: 'x' },
      message: /lines of the log/,
    },
    {
      what: 'sections that are not there',
      given: { sections: 'none.tsv' },
      message: /--sections: none\.tsv/,
    },
    {
      what: 'a setting that is none',
      given: { newArticles: 'often' },
      message: /no setting of new articles/,
    },
  ])('is $what', async ({ given, message }) => {
    const log = join(folder, 'few.tsv');
    await writeFile(log, few);
    await expect(run({ quick: false, log, ...given })).rejects.toThrow(message);
  });

  test('is what is stopped, and then nothing is written', async () => {
    const json = join(folder, 'none.json');
    const log = join(folder, 'few.tsv');
    await writeFile(log, few);
    const { outcome, printed } = await run({ quick: false, log, json, only: [PRODUCT] }, () => true);
    expect(outcome).toBeUndefined();
    expect(printed).toBe('');
    await expect(readFile(json)).rejects.toThrow('ENOENT');
  });
});
