// You May Also Like as pages ask for it: so many requests a second, half of them with what was read.

import { createHash } from 'node:crypto';
import { loadavg } from 'node:os';
import { systemClock } from '../../src/platform/clock';
import { ServerProcess } from '../http/server-process';
import { Popularity } from '../ranking/popularity';
import { askEvenly } from './asking';
import { quantileOf, servedTimes, shareWithin } from './served-times';
import { type EffortBetween, effortBetween, effortOf } from './server-effort';

export interface ServedOrder {
  environment: Readonly<Record<string, string>>;
  /** For what the server keeps. */
  folder: string;
  articles: number;
  perSecond: number;
  seconds: number;
  /** Until cards and compiled code are in memory. */
  warmUpSeconds: number;
  /** Different requests. */
  bodies: number;
  /** Articles, in every second request. */
  read: number;
  withinSeconds: number;
}

export interface Served {
  perSecond: number;
  sent: number;
  whole: number;
  p50Ms: number;
  p99Ms: number;
  /** Share of the requests. */
  within: number;
  /** Of the server; undefined where the machine does not tell. */
  effort: EffortBetween | undefined;
  /** Processor time that the server takes in a second in which nobody asks, ms. */
  atRestMs: number | undefined;
  /** Processor time of whoever asks. */
  askingMs: number;
  load: number;
}

const REST_SECONDS_AT_MOST = 5;
const QUERY = `query YouMayAlsoLike($id: ID!, $read: [ID!]) {
  article(id: $id) {
    youMayAlsoLike(first: 5, read: $read) {
      edges { rank reason node { id slug headline publishedAt section { slug name } leadImage { url alt } } }
    }
  }
}`;

export async function overGraphql(asked: ServedOrder): Promise<Served> {
  const { perSecond, seconds, warmUpSeconds, withinSeconds } = asked;
  const api = await ServerProcess.api(asked.folder, asked.environment);
  try {
    const bodies = bodiesOf(asked);
    const order = { url: api.url, perSecond, bodies };
    await askEvenly({ ...order, seconds: warmUpSeconds });
    const atRest = await restOf(api, Math.min(seconds, REST_SECONDS_AT_MOST));
    const [before, effortBefore] = [await servedTimes(api.url, '/graphql'), await effortOf(api)];
    const { sent, whole, processorMs } = await askEvenly({ ...order, bodies: bodies.reverse(), seconds });
    const [effortAfter, after] = [await effortOf(api), await servedTimes(api.url, '/graphql')];
    return {
      ...{ perSecond, sent, whole },
      p50Ms: quantileOf(0.5, before, after) * 1_000,
      p99Ms: quantileOf(0.99, before, after) * 1_000,
      within: shareWithin(withinSeconds, before, after),
      effort: effortBetween(effortBefore, effortAfter),
      atRestMs: atRest && (atRest.processorMs / atRest.passedMs) * 1_000,
      askingMs: processorMs,
      load: loadavg()[0]!,
    };
  } finally {
    await api.stop();
  }
}

async function restOf(api: ServerProcess, seconds: number): Promise<EffortBetween | undefined> {
  const before = await effortOf(api);
  await systemClock.wait(seconds * 1_000);
  return effortBetween(before, await effortOf(api));
}

function bodiesOf({ articles, bodies, read }: ServedOrder): string[] {
  const popularity = new Popularity(articles);
  const id = () => idOf(popularity.draw());
  return Array.from({ length: bodies }, (_, index) => {
    const ids = index % 2 === 0 ? [] : Array.from({ length: read }, id);
    return JSON.stringify({ query: QUERY, variables: { id: id(), read: ids } });
  });
}

function idOf(article: number): string {
  const hash = createHash('md5').update(`article ${article}`).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function wordsOfServed(served: Served, withinMs: number): string[] {
  const { p50Ms, p99Ms, within, effort, atRestMs = 0, askingMs, load } = served;
  const lines = [
    `over GraphQL, ${served.perSecond} a second: ${served.whole} of ${served.sent} whole, in the server p50 ` +
      `${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms, ${percent(within, 2)} within ${withinMs} ms`,
  ];
  if (effort !== undefined) {
    const { passedMs, processorMs, answeringMs, waitedMs, garbageMs } = effort;
    // By the clock, as all that the thread did and waited to do.
    const garbageShare = percent(garbageMs / (answeringMs + waitedMs));
    const each = (ms: number) => `${((ms / served.sent) * 1_000).toFixed(0)} us`;
    lines.push(
      `processor time of a request: ${each(processorMs)} of the server (${each(answeringMs)} of the thread that ` +
        `answers), ${each((atRestMs * passedMs) / 1_000)} of it what the server does when nobody asks`,
      `the thread that answers: ${percent(answeringMs / passedMs)} of a core, ${garbageShare} of that garbage; ` +
        `ready to run while no processor was free ${percent(waitedMs / passedMs)} of the time`,
      `who asks took ${each(askingMs)} a request`,
    );
  }
  return [...lines, `load of the machine meanwhile ${load.toFixed(1)}`];
}

const percent = (share: number, digits = 0) => `${(share * 100).toFixed(digits)} %`;
