// Every part of a thinned log in one run: what is told of all of them follows from what is told of each.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { meanByTick } from '../../../evaluate/popular/mean-of-parts';
import type { EvaluationOutcome, ListOutcome } from '../../../evaluate/popular/outcome';
import { type PopularOptions, runPopular } from '../../../evaluate/popular/run-popular';
import { Chance } from '../../../src/traffic/chance';

jest.setTimeout(300_000);

const NAMES = ['all-time count', '24-h count'];
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 0, 12);
const PARTS = 3;
/** Two hours are judged, on both sides of where one block of time ends. */
const options: PopularOptions = {
  ...{ tick: 60, pace: 'own', horizons: [5, 15, 60], least: 20, warmUp: 24, steadiness: [] },
  ...{ only: NAMES, thin: PARTS, part: 'all', seed: 'a test' },
  ...{ from: START_MS + 5 * HOUR_MS, to: START_MS + 7 * HOUR_MS },
};

/** Thirty views a minute for eight hours; every twenty minutes another article is read by half of the readers. */
function someViews(): string {
  const chance = new Chance('views');
  const lines: string[] = [];
  for (let atMs = START_MS; atMs < START_MS + 8 * HOUR_MS; atMs += 2_000) {
    const present = Math.floor((atMs - START_MS) / (20 * MINUTE_MS));
    const article = chance.isTrue(0.5) ? present : Math.floor(chance.next() * 12);
    lines.push(`${atMs}\tvisitor ${Math.floor(chance.next() * 3_000)}\tarticle-${article}`);
  }
  return `timestamp\tvisitor\tarticle\n${lines.join('\n')}\n`;
}

let folder: string;
let all: EvaluationOutcome;
let printed = '';
let html = '';

async function run(given: Partial<PopularOptions>): Promise<string> {
  const lines: string[] = [];
  await runPopular(
    { ...options, log: join(folder, 'log.tsv'), ...given },
    {
      ...{ tell: () => undefined, isStopped: () => false, progress: 'none' },
      openParts: () => Promise.reject(new Error('The product is not asked here')),
      print: (line) => lines.push(line),
    },
  );
  return lines.join('\n');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mostread-parts-'));
  await writeFile(join(folder, 'log.tsv'), someViews());
  const [json, page] = [join(folder, 'all.json'), join(folder, 'all.html')];
  printed = await run({ json, html: page });
  all = JSON.parse(await readFile(json, 'utf8'));
  html = await readFile(page, 'utf8');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const listOf = ({ lists }: EvaluationOutcome, name: string): ListOutcome =>
  lists.find((list) => list.name === name)!;
const meanOf = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

test('each part is told as it is alone', async () => {
  expect(all.parts!.map(({ log }) => log.thinned)).toEqual(
    Array.from({ length: PARTS }, (_, at) => ({ oneIn: PARTS, part: at + 1 })),
  );
  const json = join(folder, 'two.json');
  await run({ part: 2, json });
  expect(JSON.parse(await readFile(json, 'utf8'))).toEqual(all.parts![1]);
});

test('every view is in one part, and all together are told as the whole log', () => {
  const sum = all.parts!.reduce((views, { log }) => views + log.views, 0);
  expect([sum, all.log.thinned]).toEqual([all.log.views, { oneIn: PARTS, part: 'all' }]);
});

test.each(NAMES)('%s: the mean is that of the parts, and in its interval', (name) => {
  const list = listOf(all, name);
  const parts = all.parts!.map((part) => listOf(part, name));
  const { mean, low, high } = list.entriesPerHour!;
  expect(mean).toBeCloseTo(meanOf(parts.map(({ entriesPerHour }) => entriesPerHour!.mean)), 9);
  expect(low).toBeLessThanOrEqual(mean);
  expect(high).toBeGreaterThanOrEqual(mean);
  list.horizons.forEach(({ capture, minutes }, at) => {
    const captures = parts.map(({ horizons }) => horizons[at]!.capture.mean);
    // A tick is judged in the parts that have enough readers then: the mean of ticks lies between those of the parts.
    if (minutes === 60) expect(capture.mean).toBeCloseTo(meanOf(captures), 2);
    expect(capture.mean).toBeGreaterThanOrEqual(Math.min(...captures) - 0.05);
    expect(capture.mean).toBeLessThanOrEqual(Math.max(...captures) + 0.05);
  });
  expect(list.timeToList!.all.rises).toBe(
    parts.reduce((rises, { timeToList }) => rises + timeToList!.all.rises, 0),
  );
});

test('the table and the page say what the figures are means of', () => {
  for (const told of [printed, html]) {
    expect(told).toContain(`one visitor in ${PARTS}, means over all ${PARTS} parts`);
    for (const name of NAMES) expect(told).toContain(name);
  }
  const capture = listOf(all, NAMES[0]!).horizons.find(({ minutes }) => minutes === all.mainMinutes)!.capture;
  expect(printed).toContain(capture.mean.toFixed(4).slice(1));
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
});

test('a tick is the mean of the parts that were judged then', () => {
  const [one, other] = [Float64Array.of(1, Number.NaN, Number.NaN), Float64Array.of(3, 4, Number.NaN)];
  expect([...meanByTick([one, other])]).toEqual([2, 4, Number.NaN]);
});

test.each([
  { given: { thin: undefined }, message: /--part all: of what is said by --thin/ },
  { given: { dump: '/nowhere/lists.tsv' }, message: /--dump: of one part/ },
])('is refused with $given', async ({ given, message }) => {
  await expect(run(given as Partial<PopularOptions>)).rejects.toThrow(message);
});
