import { aligned } from '../aligned';
import type { DashboardsCost } from './dashboards';
import type { FreshnessOutcome } from './freshness';

export function sentenceOfDashboards(cost: DashboardsCost): string {
  const { dashboards, seconds, polls, unchanged, shareAlone, shareWithThem, p50Ms, p99Ms } = cost;
  return (
    `${dashboards} dashboards that poll every second, for ${seconds} s: ${polls} polls, ${percent(unchanged / polls)} ` +
    `of them 304; the server takes ${percent(shareWithThem)} of a core, ${percent(shareAlone)} without them; ` +
    `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`
  );
}

export function sentenceOfFreshness(outcome: FreshnessOutcome): string {
  const { viewsPerSecond, subscribers, updates, lost, figuresOnly, polled, pushed } = outcome;
  const rows = Object.entries({ polled, pushed }).map(([way, { samples, p50Ms, p99Ms, reachMs, isMet }]) => [
    ...[way, String(samples), p50Ms.toFixed(0), p99Ms.toFixed(0), String(reachMs), isMet ? 'met' : 'not met'],
  ]);
  return [
    `A view until it shows, at ${Math.round(viewsPerSecond)} views a second and ${subscribers} subscribers ` +
      `(${updates} updates sent; ${lost} views not seen in time; ${figuresOnly} changed no order)`,
    ...aligned([['', 'samples', 'p50 ms', 'p99 ms', 'reach ms', ''], ...rows]),
  ].join('\n');
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(100 * share).toFixed(1)} %`;
}
