// How long a view takes until it shows: from its acknowledgement until it is in Popular Now as it is polled, and until
// it has reached those who follow the list. Under a thousand views a second, half of them one a request and half by the
// hundred, an article that nobody reads is read once; its list must then show it elsewhere, and with one view more.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { browserHeaders, type ServerProcess, typescript } from '../http/server-process';
import { pollingHeaders, register } from './polled-page';
import { quantileOf } from './quantile';

export interface MarkedArticle {
  id: string;
  section: string;
  /** By which the list of its section is polled. */
  search: string;
}

export interface FreshnessOrder {
  url: string;
  sections: readonly string[];
  background: readonly string[];
  marks: readonly MarkedArticle[];
  viewsPerSecond: number;
  subscribers: number;
  warmUpSeconds: number;
  pollingHeaders: Readonly<Record<string, string>>;
}

export interface FreshnessSeen {
  acknowledged: number;
  seconds: number;
  polledMs: number[];
  /** Of each of those who follow the list. */
  pushedMs: number[];
  /** Marks that were not seen on both ways within ten seconds. */
  lost: number;
  /** Marks that have changed no order. */
  figuresOnly: number;
  /** That subscribers were sent. */
  updates: number;
}

export interface FreshnessAsked {
  viewsPerSecond: number;
  subscribers: number;
  marks: number;
  warmUpSeconds: number;
}

interface Times {
  samples: number;
  p50Ms: number;
  p99Ms: number;
  reachMs: number;
  isMet: boolean;
}

export interface FreshnessOutcome extends Omit<FreshnessSeen, 'polledMs' | 'pushedMs'> {
  viewsPerSecond: number;
  subscribers: number;
  polled: Times;
  pushed: Times;
}

const SECTIONS_MAX = 8;
const READ_OF_EACH = 3;
const listQuery =
  'query PolledSection($section: ID) ' +
  '{ popularNow(first: 50, section: $section) { edges { viewsInWindow node { id } } } }';

export async function freshnessOf(api: ServerProcess, asked: FreshnessAsked): Promise<FreshnessOutcome> {
  const seen = await run(await orderFor(api, asked));
  const { polledMs, pushedMs, ...rest } = seen;
  const { subscribers } = asked;
  return {
    ...{ ...rest, subscribers, viewsPerSecond: seen.acknowledged / seen.seconds },
    polled: timesOf(polledMs, 1_000),
    pushed: timesOf(pushedMs, 1_250),
  };
}

function timesOf(tookMs: readonly number[], reachMs: number): Times {
  const [p50Ms, p99Ms] = [quantileOf(tookMs, 0.5), quantileOf(tookMs, 0.99)];
  return { samples: tookMs.length, p50Ms, p99Ms, reachMs, isMet: tookMs.length > 0 && p99Ms <= reachMs };
}

async function orderFor(api: ServerProcess, asked: FreshnessAsked): Promise<FreshnessOrder> {
  const bySection = await articlesBySection(api);
  const sections = [...bySection.keys()].slice(0, SECTIONS_MAX);
  const background = sections.flatMap((section) => bySection.get(section)!.slice(0, READ_OF_EACH));
  const marks: MarkedArticle[] = [];
  const searches = new Map<string, string>();
  for (const section of sections) searches.set(section, await register(api, listQuery, { section }));
  // The oldest first: a view moves it past all that nobody reads. By turns, so that no list is waited for twice at a time.
  for (let turn = 1; marks.length < asked.marks && turn < 200; turn++) {
    for (const section of sections) {
      const id = bySection.get(section)!.slice(READ_OF_EACH).at(-turn);
      if (id !== undefined && marks.length < asked.marks)
        marks.push({ id, section, search: searches.get(section)! });
    }
  }
  const { viewsPerSecond, subscribers, warmUpSeconds } = asked;
  return {
    ...{ url: api.url, sections, background, marks },
    ...{ viewsPerSecond, subscribers, warmUpSeconds, pollingHeaders },
  };
}

interface Newest {
  data: { latestStories: { edges: { node: { id: string; section: { slug: string } } }[] } };
}

async function articlesBySection(api: ServerProcess): Promise<Map<string, string[]>> {
  const query = '{ latestStories(first: 200) { edges { node { id section { slug } } } } }';
  const { data } = JSON.parse(await api.ask(JSON.stringify({ query }), browserHeaders)) as Newest;
  const bySection = new Map<string, string[]>();
  for (const { node } of data.latestStories.edges) {
    const { slug } = node.section;
    bySection.set(slug, [...(bySection.get(slug) ?? []), node.id]);
  }
  return new Map([...bySection].sort(([, one], [, other]) => other.length - one.length));
}

async function run(order: FreshnessOrder): Promise<FreshnessSeen> {
  const child = spawn(process.execPath, [...typescript, join(__dirname, 'freshness.program.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(order));
  const printed = await text(child.stdout);
  if (printed === '') throw new Error('What measures how fresh lists are has ended early');
  return JSON.parse(printed) as FreshnessSeen;
}
