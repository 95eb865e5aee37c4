import type { DashboardsCost } from './dashboards';

export function sentenceOfDashboards(cost: DashboardsCost): string {
  const { dashboards, seconds, polls, unchanged, shareAlone, shareWithThem, p50Ms, p99Ms } = cost;
  return (
    `${dashboards} dashboards that poll every second, for ${seconds} s: ${polls} polls, ${percent(unchanged / polls)} ` +
    `of them 304; the server takes ${percent(shareWithThem)} of a core, ${percent(shareAlone)} without them; ` +
    `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`
  );
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(100 * share).toFixed(1)} %`;
}
