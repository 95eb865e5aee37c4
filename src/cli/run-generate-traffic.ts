// Where invented readers go: into a log, or to a running newsroom.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { systemClock } from '../platform/clock';
import type { TrafficRules } from '../traffic/generate';
import { type GeneratedFormat, generatedViews, headerOf, lineOf } from '../traffic/generated-log';
import { inventedStories } from '../traffic/invented-stories';
import { NewsroomOverHttp } from '../traffic/newsroom-over-http';
import { sendTraffic } from '../traffic/send-traffic';
import { LogRefused } from '../traffic/traffic.errors';
import { INTERRUPTED_STATUS, type Interrupt } from './interrupt';
import { showProgress } from './progress';
import { UsageError } from './usage-error';

export interface GenerateOptions {
  articles: number;
  visitors: number;
  minutes: number;
  seed: string;
  start: number;
  timeZone: string;
  zipf: number;
  bursts: number;
  burstHeight: number;
  clickThrough: number;
  format?: GeneratedFormat;
  out?: string;
  url?: string;
  key?: string;
  rate: number;
}

const MINUTE_MS = 60_000;
const LEAST_SHARE = 0.2;
/** Written at once. */
const CHUNK_LETTERS = 64 * 1_024;

export async function runGenerateTraffic(options: GenerateOptions, interrupt: Interrupt): Promise<number> {
  if (options.url === undefined) {
    if (options.key !== undefined) throw new UsageError('--key goes with --url.');
    await writeLog(options, interrupt);
  } else {
    if (options.out !== undefined || options.format !== undefined) {
      throw new UsageError('With --url nothing is written: leave --out and --format out.');
    }
    await send(options.url, options, interrupt);
  }
  return interrupt.isAsked ? INTERRUPTED_STATUS : 0;
}

function trafficOf(options: GenerateOptions): Omit<TrafficRules, 'startMs'> {
  return {
    seed: options.seed,
    timeZone: options.timeZone,
    leastShare: LEAST_SHARE,
    visitorsPerMinute: options.visitors,
    breaksPerHour: options.bursts,
    breakHeight: options.burstHeight,
    breaksAtStart: 0,
    visitorsAtStart: 0,
    goesOn: options.clickThrough,
  };
}

async function writeLog(options: GenerateOptions, interrupt: Interrupt): Promise<void> {
  const { out, seed, articles, start, minutes, zipf } = options;
  const format = options.format ?? (out?.endsWith('.ndjson') ? 'ndjson' : 'tsv');
  const endMs = start + minutes * MINUTE_MS;
  const stories = inventedStories({ seed, articles, startMs: start, endMs, zipfExponent: zipf });
  const traffic = { ...trafficOf(options), startMs: start };
  let text = headerOf(format);
  let views = 0;
  const sink = out === undefined ? process.stdout : await opened(out);
  for (const view of generatedViews({ traffic, stories, endMs })) {
    text += lineOf(view, format);
    views++;
    if (text.length < CHUNK_LETTERS) continue;
    if (!sink.write(text)) await once(sink, 'drain');
    text = '';
    if (interrupt.isAsked) break;
  }
  if (out === undefined) {
    if (!sink.write(text)) await once(sink, 'drain');
  } else {
    sink.end(text);
    await finished(sink);
  }
  process.stderr.write(`${views.toLocaleString('en')} views of ${minutes.toLocaleString('en')} minutes\n`);
}

async function opened(path: string) {
  const sink = createWriteStream(path);
  try {
    await once(sink, 'open');
    return sink;
  } catch (error) {
    throw new LogRefused(path, `cannot be written: ${(error as Error).message}.`, error);
  }
}

async function send(url: string, options: GenerateOptions, interrupt: Interrupt): Promise<void> {
  const { articles, key, minutes, rate } = options;
  const clock = systemClock;
  const newsroom = new NewsroomOverHttp({ url, key, mostStories: articles, clock });
  const forMs = minutes * MINUTE_MS;
  const bar = showProgress({ title: 'Sending', all: Math.ceil(minutes * 60), unit: 'seconds' });
  const beganMs = clock.nowMs();
  const seconds = () => (clock.nowMs() - beganMs) / 1_000;
  try {
    const sent = await sendTraffic(newsroom, {
      ...{ traffic: trafficOf(options), forMs, viewsPerSecond: rate, clock },
      isStopped: () => interrupt.isAsked,
      progress: (views) =>
        bar.update(Math.floor(seconds()), `${Math.round(views / seconds()).toLocaleString('en')} views/s`),
    });
    bar.end();
    const outcomes = [...sent.outcomes].map(([outcome, views]) => `${views.toLocaleString('en')} ${outcome}`);
    process.stdout.write(
      `${sent.views.toLocaleString('en')} views sent in ${seconds().toFixed(1)} s: ${outcomes.join(', ') || 'none'}; ` +
        `the slowest answer took ${sent.slowestMs.toLocaleString('en')} ms\n`,
    );
  } finally {
    bar.end();
  }
}
