// What it takes to find similar texts: a newsroom's articles after an import; all of them read again, as an upgrade may
// have it, while others are published; single ones; and what all that takes of Postgres and of a process's memory. Texts
// are invented: words by Zipf's law, a third of each text from the forty words of its topic.
//   node --expose-gc --require ./test/setup/typescript-hook.cjs bench/similar-texts.ts [--quick] [--articles N]

import 'reflect-metadata';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { systemClock } from '../src/platform/clock';
import { JobQueueRepository } from '../src/platform/jobs/job-queue.repository';
import { createLog } from '../src/platform/log/log';
import { TextIndexer } from '../src/recommendations/text/index-texts';
import { IndexTurns } from '../src/recommendations/text/index-turns.repository';
import { SimilarTexts } from '../src/recommendations/text/similar-texts';
import { SimilarTextsRepository } from '../src/recommendations/text/similar-texts.repository';
import { Chance } from '../src/traffic/chance';
import { postgresMicroseconds } from './count/processor-time';
import { inOwnPlace } from './own-place';
import { connectPostgres, ownPostgres } from './own-stores';

const isQuick = process.argv.includes('--quick');
const asked = process.argv.indexOf('--articles');
const ARTICLES = asked > 0 ? Number(process.argv[asked + 1]) : isQuick ? 500 : 5_000;
const SINGLE = 20;
const VOCABULARY = 60_000;
const TOPIC_WORDS = 40;
const WORDS_A_TEXT = 400;
const SECTIONS = 40;
const chance = new Chance('similar texts');
const random = () => chance.next();
const log = createLog('warn');
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  await inOwnPlace(async (place) => {
    const postgres = await ownPostgres(place);
    const dataSource = await connectPostgres(place, { url: postgres.url, log });
    await run(dataSource, join(place.folder, 'postgres', 'data'));
  });
}

async function run(dataSource: DataSource, postgres: string): Promise<void> {
  const sections = await writeSections(dataSource);
  for (let from = 0; from < ARTICLES; from += 1_000) {
    await writeArticles(dataSource, sections, from, Math.min(1_000, ARTICLES - from));
  }
  await dataSource.query('analyze article');
  const indexer = new TextIndexer({
    turns: new IndexTurns(dataSource, new JobQueueRepository()),
    clock: systemClock,
    corpus: { days: 7, articlesMin: 2_000, articlesMax: 50_000 },
  });
  await measureAll(indexer, postgres);
  await measurePublishedMeanwhile(dataSource, indexer, sections);
  await measureSingle(dataSource, indexer, sections);
  await measureSizes(dataSource);
  await measureMemory(dataSource);
}

async function measureAll(indexer: TextIndexer, postgres: string): Promise<void> {
  const effort = await beginEffort(postgres);
  let made = 0;
  const turns = turnsOfLoop();
  await indexer.catchUp(async (changed) => {
    made += changed.length;
    return 'go on';
  });
  const held = turns();
  const { seconds, own, ofPostgres } = await effort();
  say(
    `${ARTICLES} articles: ${seconds.toFixed(1)} s, ${(ARTICLES / seconds).toFixed(0)} articles/s, ` +
      `${((seconds * 1_000) / ARTICLES).toFixed(2)} ms an article by the clock; load ${loadavg()[0]!.toFixed(1)}`,
  );
  say(
    `processor time an article: ${(own / ARTICLES).toFixed(2)} ms of this process, ` +
      `${(ofPostgres / ARTICLES).toFixed(2)} ms of Postgres, ${((own + ofPostgres) / ARTICLES).toFixed(2)} ms in all; ` +
      `${(made / ARTICLES).toFixed(1)} lists written`,
  );
  const at = (share: number) => `${held[Math.floor((held.length - 1) * share)]?.toFixed(0)} ms`;
  say(`a turn of the loop took ${at(0.99)} p99, ${at(0.999)} p99.9, ${at(1)} at most, of processor time`);
}

/** Processor time of each turn, ascending: what others would wait for on a machine that does nothing else. */
function turnsOfLoop(): () => number[] {
  const took: number[] = [];
  let before = process.cpuUsage();
  const stop = systemClock.every(1, () => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    took.push((user + system) / 1_000);
  });
  return () => {
    stop();
    return took.sort((one, other) => one - other);
  };
}

/** Milliseconds of processor time from now on, and seconds by the clock. */
async function beginEffort(postgres: string) {
  const [beganMs, cpu, before] = [
    performance.now(),
    process.cpuUsage(),
    await postgresMicroseconds(postgres),
  ];
  return async () => {
    const { user, system } = process.cpuUsage(cpu);
    const after = await postgresMicroseconds(postgres);
    return {
      seconds: (performance.now() - beganMs) / 1_000,
      own: (user + system) / 1_000,
      ofPostgres: ((after ?? Number.NaN) - (before ?? Number.NaN)) / 1_000,
    };
  };
}

/** All texts are read again, and articles are published while that lasts: how long they wait for their lists. */
async function measurePublishedMeanwhile(
  dataSource: DataSource,
  indexer: TextIndexer,
  sections: readonly string[],
): Promise<void> {
  await dataSource.query('update text_article set index_version = 0');
  const publishEvery = Math.max(1, Math.floor(ARTICLES / 100 / 10));
  const took: number[] = [];
  let [rounds, number, publishedMs] = [0, 0, 0];
  await indexer.catchUp(async (changed) => {
    if (number > 0 && changed.includes(number)) {
      took.push(performance.now() - publishedMs);
      number = 0;
    }
    if (number === 0 && ++rounds % publishEvery === 0 && took.length < SINGLE) {
      publishedMs = performance.now();
      number = (await writeArticles(dataSource, sections, 2 * ARTICLES + rounds, 1))[0]!;
    }
    return 'go on';
  });
  took.sort((a, b) => a - b);
  say(
    `published while all are read again: ${took[took.length >> 1]?.toFixed(0)} ms p50, ` +
      `${took.at(-1)?.toFixed(0)} ms at most until its list is there, of ${took.length}`,
  );
}

async function measureSingle(
  dataSource: DataSource,
  indexer: TextIndexer,
  sections: readonly string[],
): Promise<void> {
  const took: number[] = [];
  for (let one = 0; one < SINGLE; one++) {
    await writeArticles(dataSource, sections, ARTICLES + one, 1);
    const beganMs = performance.now();
    await indexer.catchUp(async () => 'go on');
    took.push(performance.now() - beganMs);
  }
  took.sort((a, b) => a - b);
  say(`one more article: ${took[SINGLE / 2]!.toFixed(0)} ms p50, ${took.at(-1)!.toFixed(0)} at most`);
  const idle = performance.now();
  await indexer.isBehind();
  say(`looking whether anything is to be done: ${(performance.now() - idle).toFixed(0)} ms`);
}

async function measureSizes(dataSource: DataSource): Promise<void> {
  for (const table of ['text_term', 'text_article', 'text_posting', 'similar_texts']) {
    const [row] = await dataSource.query('select pg_total_relation_size($1) as bytes', [table]);
    const bytes = Number(row.bytes);
    say(`${table}: ${(bytes / 1_048_576).toFixed(0)} MB, ${Math.round(bytes / ARTICLES)} bytes an article`);
  }
}

async function measureMemory(dataSource: DataSource): Promise<void> {
  const size = Math.min(ARTICLES, 20_000);
  const texts = new SimilarTexts({
    repository: new SimilarTextsRepository(dataSource),
    channel: { subscribe: async () => () => undefined },
    ...{ clock: systemClock, log, size },
  });
  const rows: { article: number }[] = await dataSource.query(
    'select article from similar_texts order by article limit $1',
    [size],
  );
  // What the job had in memory goes first.
  bytesInUse();
  await systemClock.wait(100);
  const before = bytesInUse();
  for (let at = 0; at < rows.length; at += 500) {
    await texts.know(rows.slice(at, at + 500).map(({ article }) => article));
  }
  say(`in memory: ${Math.round((bytesInUse() - before) / rows.length)} bytes a list`);
  const beganMs = performance.now();
  for (const { article } of rows) texts.similarTo(article);
  say(`read from memory: ${(((performance.now() - beganMs) * 1_000) / rows.length).toFixed(1)} us a list`);
}

function bytesInUse(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** By Zipf's law: the rank of a word, from a uniform number. */
const zipf = () => Math.min(VOCABULARY - 1, Math.floor(VOCABULARY ** random()) - 1);

function wordOf(rank: number): string {
  let word = '';
  for (let rest = rank + 1_000; rest > 0; rest = Math.floor(rest / 80)) {
    const syllable = rest % 80;
    word += `${'bdfghjklmnprstvz'[syllable % 16]}${'aeiou'[Math.floor(syllable / 16)]}`;
  }
  return `${word}k`;
}

function textOf(): { headline: string; body: string } {
  const topic = Math.floor(random() ** 2 * Math.max(20, ARTICLES / 25));
  const word = () =>
    random() < 1 / 3
      ? wordOf(1_000 + ((topic * 7_919 + Math.floor(random() ** 2 * TOPIC_WORDS) * 104_729) % 50_000))
      : wordOf(zipf());
  const words = (count: number) => Array.from({ length: count }, word).join(' ');
  return { headline: words(8), body: `<p>${words(WORDS_A_TEXT)}</p>` };
}

async function writeSections(dataSource: DataSource): Promise<string[]> {
  const ids = Array.from({ length: SECTIONS }, () => uuidv7());
  await dataSource.query(
    `insert into section (id, slug, name)
     select id, 'section-' || n, 'Section' from unnest($1::uuid[]) with ordinality as s(id, n)`,
    [ids],
  );
  return ids;
}

async function writeArticles(
  dataSource: DataSource,
  sections: readonly string[],
  from: number,
  count: number,
): Promise<number[]> {
  const rows = Array.from({ length: count }, (_, index) => ({
    ...{ id: uuidv7(), slug: `article-${from + index}`, ...textOf() },
    ...{
      section: sections[Math.floor(random() * SECTIONS)],
      minutes: Math.max(0, ARTICLES - from - index) / 10,
    },
  }));
  const written: { number: number }[] = await dataSource.query(
    `insert into article (id, slug, headline, standfirst, body, language, status, published_at, updated_at,
       created_at, section_id)
     select id, slug, headline, '', body, 'en', 'PUBLISHED', now() - minutes * interval '1 minute', now(), now(), section
     from jsonb_to_recordset($1::jsonb)
       as row(id uuid, slug text, headline text, body text, section uuid, minutes double precision)
     returning number`,
    [JSON.stringify(rows)],
  );
  return written.map(({ number }) => number);
}

void main();
