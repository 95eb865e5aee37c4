// What an evaluation ends with, as it is printed, written as JSON and drawn. Figures are means over judged steps, of all
// parts of a thinned log together: each step is one reader who went on once.

import type { Estimate, EvaluatedLog } from '../popular/outcome';
import { blockBootstrap } from '../popular/statistics/block-bootstrap';
import type { ScoredMethod, ScoredPart } from './evaluate-part';
import { hitsWithin, less, reciprocal } from './hits';
import { slices } from './judged-steps';
import { type NewArticlesOutcome, newArticlesOutcome } from './new-articles/curve';
import type { Kind } from './recommender';

export interface HitFigures {
  hit5: Estimate;
  hit10: Estimate;
  hit20: Estimate;
  mrr5: Estimate;
}

export interface Lead {
  hit5: Estimate;
  mrr5: Estimate;
}

export interface GroupOutcome {
  group: string;
  steps: number;
  hit5: Estimate;
  oursLeads: Estimate | null;
}

export interface MethodOutcome extends HitFigures {
  name: string;
  source: string;
  kind: Kind;
  /** By how much ours is better, step by step; null for ours. */
  oursLeads: Lead | null;
  slices: { slice: string; groups: GroupOutcome[] }[];
  coverage5: number;
  /** Bits. */
  novelty5: Estimate;
  likePopularNow: Estimate;
  /** Means of hours. */
  hourly: { hours: number; sessions: number; hit20: Estimate; ndcg20: Estimate; oursLeads: Lead20 | null };
  delays: { seconds: number; hit5: Estimate; mrr5: Estimate }[];
  /** By hour of the log: what share of its steps was hit. */
  byHour: { startMs: number; steps: number; hit5: number }[];
}

export interface Lead20 {
  hit20: Estimate;
  ndcg20: Estimate;
}

export interface RecommendationsOutcome {
  log: EvaluatedLog;
  fromMs: number;
  toMs: number;
  sessions: number;
  judgedSteps: number;
  oneIn: number;
  blockMinutes: number;
  seed: string;
  methods: MethodOutcome[];
  /** The product with and without a place for new articles; null where nobody asked for it. */
  newArticles: NewArticlesOutcome | null;
}

const HOUR_MS = 3_600_000;
/** Which slice and which of its groups are targets that were new. */
const BY_AGE = slices.findIndex(({ name }) => name === 'age of the target');
const NEWEST = 0;

export function outcomeOf(
  parts: readonly ScoredPart[],
  about: Omit<RecommendationsOutcome, 'methods' | 'sessions' | 'judgedSteps' | 'newArticles'>,
): RecommendationsOutcome {
  const [first] = parts as readonly [ScoredPart, ...ScoredPart[]];
  const pooled = first.methods.map((_, at) => pool(parts.map(({ methods }) => methods[at]!)));
  const atMs = joined(parts.map(({ steps }) => steps.atMs));
  const ours = pooled.find(({ kind }) => kind === 'ours');
  const figures = new Figures(parts, atMs, about);
  return {
    ...about,
    sessions: parts.reduce((sum, { log }) => sum + log.firstStep.length, 0),
    judgedSteps: atMs.length,
    methods: pooled.map((method) => figures.of(method, ours)),
    newArticles: figures.ofNewArticles(parts.map(({ newArticles }) => newArticles)),
  };
}

/** Of one method's figures in every part. */
function pool(methods: readonly ScoredMethod[]): ScoredMethod {
  const [first] = methods as readonly [ScoredMethod, ...ScoredMethod[]];
  if (methods.length === 1) return first;
  return {
    ...first,
    rank: Uint8Array.from(methods.flatMap(({ rank }) => [...rank])),
    novelty: joined(methods.map(({ novelty }) => novelty)),
    likePopular: joined(methods.map(({ likePopular }) => likePopular)),
    coverage: methods.reduce((sum, { coverage }) => sum + coverage, 0) / methods.length,
    hours: methods.flatMap(({ hours }) => hours),
    delayed: first.delayed.map(({ delayMs }, at) => ({
      delayMs,
      rank: Uint8Array.from(methods.flatMap(({ delayed }) => [...delayed[at]!.rank])),
    })),
  };
}

class Figures {
  private readonly blockOf: Int32Array;
  private readonly groups: Uint8Array[];
  private readonly blockMs: number;

  constructor(
    parts: readonly ScoredPart[],
    private readonly atMs: Float64Array,
    private readonly about: Pick<RecommendationsOutcome, 'blockMinutes' | 'seed'>,
  ) {
    this.blockMs = about.blockMinutes * 60_000;
    this.blockOf = this.blocksOf(atMs);
    this.groups = slices.map((_, slice) =>
      Uint8Array.from(parts.flatMap(({ steps }) => [...steps.groups[slice]!])),
    );
  }

  of(method: ScoredMethod, ours: ScoredMethod | undefined): MethodOutcome {
    const { name, source, kind, rank, coverage, novelty, likePopular } = method;
    const hits = hitsWithin(rank, 5);
    const lead = ours === undefined || ours === method ? null : ours;
    return {
      ...{ name, source, kind, coverage5: coverage },
      hit5: this.mean(hits),
      hit10: this.mean(hitsWithin(rank, 10)),
      hit20: this.mean(hitsWithin(rank, 20)),
      mrr5: this.mean(reciprocal(rank)),
      oursLeads: lead && {
        hit5: this.mean(less(hitsWithin(lead.rank, 5), hits)),
        mrr5: this.mean(less(reciprocal(lead.rank), reciprocal(rank))),
      },
      slices: slices.map(({ name: slice, groups }, at) => ({
        slice,
        groups: groups.map((group, which) => this.group(group, { at, which }, hits, lead)),
      })),
      novelty5: this.mean(novelty),
      likePopularNow: this.mean(likePopular),
      hourly: this.hourly(method, lead),
      delays: method.delayed.map(({ delayMs, rank: late }) => ({
        seconds: delayMs / 1_000,
        hit5: this.mean(hitsWithin(late, 5)),
        mrr5: this.mean(reciprocal(late)),
      })),
      byHour: this.byHour(hits),
    };
  }

  ofNewArticles(parts: readonly ScoredPart['newArticles'][]): NewArticlesOutcome | null {
    const scored = parts.filter((part) => part !== undefined);
    if (scored.length === 0) return null;
    const isNew = Array.from(this.groups[BY_AGE]!, (group) => group === NEWEST);
    return newArticlesOutcome(scored, isNew, (values) => this.mean(values));
  }

  private group(
    group: string,
    { at, which }: { at: number; which: number },
    hits: Float64Array,
    lead: ScoredMethod | null,
  ): GroupOutcome {
    const only = (values: Float64Array) =>
      values.map((value, step) => (this.groups[at]![step] === which ? value : Number.NaN));
    const steps = this.groups[at]!.reduce((sum, one) => sum + (one === which ? 1 : 0), 0);
    return {
      ...{ group, steps, hit5: this.mean(only(hits)) },
      oursLeads: lead && this.mean(only(less(hitsWithin(lead.rank, 5), hits))),
    };
  }

  private hourly({ hours }: ScoredMethod, lead: ScoredMethod | null): MethodOutcome['hourly'] {
    const blocks = this.blocksOf(Float64Array.from(hours, ({ startMs }) => startMs));
    const mean = (values: Float64Array) => this.meanIn(values, blocks);
    const of = (method: Pick<ScoredMethod, 'hours'>, figure: 'hit20' | 'ndcg20') =>
      Float64Array.from(method.hours, (hour) => hour[figure]);
    return {
      hours: hours.length,
      sessions: hours.reduce((sum, { sessions }) => sum + sessions, 0),
      hit20: mean(of({ hours }, 'hit20')),
      ndcg20: mean(of({ hours }, 'ndcg20')),
      oursLeads: lead && {
        hit20: mean(less(of(lead, 'hit20'), of({ hours }, 'hit20'))),
        ndcg20: mean(less(of(lead, 'ndcg20'), of({ hours }, 'ndcg20'))),
      },
    };
  }

  private byHour(hits: Float64Array): MethodOutcome['byHour'] {
    const hours = new Map<number, { startMs: number; steps: number; hit5: number }>();
    hits.forEach((hit, step) => {
      const startMs = Math.floor(this.atMs[step]! / HOUR_MS) * HOUR_MS;
      const hour = hours.get(startMs) ?? { startMs, steps: 0, hit5: 0 };
      hours.set(startMs, { startMs, steps: hour.steps + 1, hit5: hour.hit5 + hit });
    });
    const inOrder = [...hours.values()].sort((a, b) => a.startMs - b.startMs);
    return inOrder.map(({ startMs, steps, hit5 }) => ({ startMs, steps, hit5: hit5 / steps }));
  }

  private mean(values: Float64Array): Estimate {
    return this.meanIn(values, this.blockOf);
  }

  private meanIn(values: Float64Array, blockOf: Int32Array): Estimate {
    return blockBootstrap(values, blockOf, { seed: this.about.seed });
  }

  private blocksOf(atMs: Float64Array): Int32Array {
    return Int32Array.from(atMs, (ms) => Math.floor(ms / this.blockMs));
  }
}

function joined(arrays: readonly Float64Array[]): Float64Array {
  return arrays.length === 1 ? arrays[0]! : Float64Array.from(arrays.flatMap((array) => [...array]));
}
