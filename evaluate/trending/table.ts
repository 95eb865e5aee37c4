// What the experiment has found, on a terminal.

import type { FinderOutcome, TrendingOutcome } from './compare-trends';

const HEAD = 34;

export function trendingTable(outcome: TrendingOutcome): string {
  const time = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  const { finders } = outcome;
  const sides = finders.filter(({ letPass }) => letPass === null || letPass === 1);
  const lines = [
    `${time(outcome.fromMs)} to ${time(outcome.toMs)} UTC`,
    '',
    'where nothing rises: false alarms',
    row('finder', ['an hour', 'at night', `${outcome.surges} surges`, 'without']),
    ...sides.map((one) =>
      row(nameOf(one), [
        ...[one.falsePerHour, one.falsePerNightHour].map((figure) => figure.toFixed(2)),
        ...[one.inSurges, one.withoutSurges].map(String),
      ]),
    ),
  ];
  for (const [at, { factor }] of (finders[0]?.factors ?? []).entries()) {
    const before = outcome.burstsPerMinuteMedian.toFixed(1);
    lines.push(
      '',
      `x${factor}: ${outcome.bursts} bursts of articles with ${before} readers a minute before (median)`,
      row('finder', ['new', 'found', 'median min', '90 % min', 'precision@5', 'others/h', 'not borne out']),
      ...sides.map((one) => {
        const burst = one.factors[at]!;
        return row(nameOf(one), [
          String(burst.bursts),
          percent(burst.found, burst.bursts),
          digits(burst.medianDelay, 1),
          digits(burst.ninetiethDelay, 1),
          digits(burst.precision, 3),
          ...[burst.othersPerHour, burst.notBorneOutPerHour].map((figure) => figure.toFixed(2)),
        ]);
      }),
      ...byRate(finders[0]!, at),
      ...curve(finders, at),
    );
  }
  lines.push('', 'all articles read alike: false alarms of Mostread an hour');
  for (const { perMinute, articles, hours, falsePerHour } of outcome.even) {
    lines.push(`${articles} with ${perMinute} readers a minute, ${hours} h: ${falsePerHour.toFixed(2)}`);
  }
  lines.push(
    '',
    'new: bursts of articles that were not listed already. others: listed without a burst; what of the log rises',
    'by itself is among them. not borne out: of these, the readers of the next 15 minutes are less than half as',
    'many again as the hour before lets expect.',
    'Thresholds of all but Mostread were set on the time before, where nothing rises.',
  );
  return lines.join('\n');
}

function byRate({ factors }: FinderOutcome, at: number): string[] {
  const some = factors[at]!.byRate.filter(({ bursts }) => bursts > 0);
  return some.map(({ fromPerMinute, bursts, found, medianDelay }) =>
    row(`  of ${fromPerMinute.toFixed(2)} a minute and more`, [
      ...[String(bursts), percent(found, bursts), digits(medianDelay, 1)],
    ]),
  );
}

/** Delay against false alarms, as both were measured. */
function curve(finders: readonly FinderOutcome[], at: number): string[] {
  const names = [...new Set(finders.map(({ name }) => name))];
  return names.map((name) => {
    const points = finders.filter((one) => one.name === name);
    const told = points.map(
      ({ falsePerHour, factors }) => `${falsePerHour.toFixed(2)}: ${digits(factors[at]!.medianDelay, 1)}`,
    );
    return `  ${name}, false/h: median min   ${told.join('   ')}`;
  });
}

const nameOf = ({ name, letPass }: FinderOutcome) => (letPass === null ? name : `${name}, ${letPass}/h`);
const row = (head: string, figures: readonly string[]) =>
  `${head.padEnd(HEAD)}${figures.map((figure) => figure.padStart(14)).join('')}`;
const percent = (some: number, all: number) => `${Math.round((100 * some) / Math.max(all, 1))} %`;
const digits = (value: number | null, places: number) => (value === null ? '-' : value.toFixed(places));
