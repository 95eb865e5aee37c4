// The table on the terminal: one line a list, the best first.

import type { Estimate, EvaluationOutcome, HorizonOutcome, ListOutcome } from '../outcome';

type Column = { title: string; of: (list: ListOutcome) => string };

export function outcomeTable(outcome: EvaluationOutcome): string {
  const columns = columnsOf(outcome);
  const lists = [...outcome.lists].sort(
    (a, b) => main(b, outcome).capture.mean - main(a, outcome).capture.mean,
  );
  const rows = [columns.map(({ title }) => title), ...lists.map((list) => columns.map(({ of }) => of(list)))];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  const lines = rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '),
  );
  return [...aboutLines(outcome), '', ...lines, '', ...legend(outcome)].join('\n');
}

function columnsOf(outcome: EvaluationOutcome): Column[] {
  const horizons = outcome.lists[0]!.horizons.map(({ minutes }) => minutes);
  const at = (list: ListOutcome, minutes: number) => list.horizons.find((one) => one.minutes === minutes)!;
  const { mainMinutes } = outcome;
  return [
    { title: 'list', of: ({ name, kind }) => (kind === 'ours' ? `* ${name}` : `  ${name}`) },
    { title: `capture@5 ${mainMinutes} min`, of: (list) => withInterval(main(list, outcome).capture) },
    ...horizons
      .filter((minutes) => minutes !== mainMinutes)
      .map((minutes) => ({
        title: `${minutes} min`,
        of: (list: ListOutcome) => share(at(list, minutes).capture.mean),
      })),
    ...horizons.map((minutes) => ({
      title: `nDCG@5 ${minutes}`,
      of: (list: ListOutcome) => share(at(list, minutes).ndcg.mean),
    })),
    ...horizons.map((minutes) => ({
      title: `P@5 ${minutes}`,
      of: (list: ListOutcome) => share(at(list, minutes).precision.mean),
    })),
    { title: 'entries/h', of: (list) => rate(list.entriesPerHour) },
    { title: 'No. 1/h', of: (list) => rate(list.firstChangesPerHour) },
    {
      title: 'to list',
      of: ({ timeToList }) => (timeToList === null ? '-' : minutesOf(timeToList.all.medianMinutes)),
    },
    {
      title: '10 min late',
      of: ({ staleness }) => share(staleness.find(({ seconds }) => seconds === 600)?.capture),
    },
    {
      title: 'ours leads by',
      of: ({ oursLeads }) => (oursLeads === null ? '' : withInterval(oursLeads, '+')),
    },
  ];
}

function main(list: ListOutcome, { mainMinutes }: EvaluationOutcome): HorizonOutcome {
  return list.horizons.find(({ minutes }) => minutes === mainMinutes)!;
}

export function aboutLines(outcome: EvaluationOutcome): string[] {
  const { log, fromMs, toMs } = outcome;
  const thinned =
    log.thinned === null ? '' : `, one visitor in ${log.thinned.oneIn}, ${partInWords(log.thinned)}`;
  const minute = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  const count = (number: number) => number.toLocaleString('en');
  return [
    `${log.name}${thinned}: ${count(log.views)} views of ${count(log.articles)} articles by ${count(log.visitors)} visitors`,
    `${minute(fromMs)} to ${minute(toMs)} UTC, ${outcome.viewsPerMinute.toFixed(1)} views a minute, ` +
      `lists every ${outcome.tickSeconds} s, ${count(outcome.judgedTicks)} ticks judged`,
  ];
}

function partInWords({ oneIn, part }: { oneIn: number; part: number | 'all' }): string {
  return part === 'all' ? `means over all ${oneIn} parts` : `part ${part}`;
}

function legend({ mainMinutes, leastReaders, blockMinutes }: EvaluationOutcome): string[] {
  return [
    `capture@5: unique viewers of the list's five in the next ${mainMinutes} minutes, of those of the truly most read five`,
    'entries, No. 1: changes an hour over every list that was made. to list: median minutes until a riser is shown',
    `[95 % interval by blocks of ${blocksInWords(blockMinutes)}]. ` +
      `Ticks with fewer than ${leastReaders} viewers ahead are not judged`,
  ];
}

export function share(value: number | undefined, digits = 4): string {
  if (value === undefined || Number.isNaN(value)) return '-';
  const text = Math.abs(value).toFixed(digits).replace(/^0/, '');
  return value < 0 ? `-${text}` : text;
}

export function withInterval({ mean, low, high }: Estimate, sign: '' | '+' = ''): string {
  const signed = (value: number) => `${sign === '+' && value >= 0 ? '+' : ''}${share(value)}`;
  return Number.isNaN(low) ? signed(mean) : `${signed(mean)} [${signed(low)}, ${signed(high)}]`;
}

function rate(estimate: Estimate | null): string {
  return estimate === null ? '-' : estimate.mean.toFixed(2);
}

export function minutesOf(minutes: number): string {
  if (Number.isNaN(minutes)) return '-';
  return Number.isFinite(minutes) ? minutes.toFixed(1) : '> 60';
}

export function blocksInWords(minutes: number): string {
  return minutes < 60 ? `${minutes} minutes` : `${minutes / 60} hours`;
}
