// One page that needs nothing from elsewhere: the figures with their intervals, and three drawings.

import type { Evaluated } from '../evaluate-lists';
import type { Estimate, EvaluationOutcome, HorizonOutcome, ListOutcome } from '../outcome';
import { bumpChart } from './bump-chart';
import { captureChart, type DrawnList } from './capture-chart';
import { frontierCharts } from './frontier-chart';
import { pageStyle } from './page-style';
import { escaped, linearScale } from './svg';
import { aboutLines, blocksInWords, minutesOf, share, withInterval } from './table';

export interface PageRules {
  names: readonly string[];
  /** What the first drawing shows; the last day of the period, if nothing is said. */
  dayFromMs: number | undefined;
}

const DAY_MS = 24 * 3_600_000;

export function htmlPage({ outcome, curves, lists }: Evaluated, { names, dayFromMs }: PageRules): string {
  const first = outcome.lists[0]!;
  const fromMs = dayFromMs ?? Math.max(outcome.fromMs, outcome.toMs - DAY_MS);
  const day = { fromMs, toMs: Math.min(fromMs + DAY_MS, outcome.toMs) };
  const moved = lists.get(first.name);
  const ofPart = outcome.log.thinned?.part === 'all' ? ' in part 1' : '';
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>Popular Now on ${escaped(outcome.log.name)}</title><style>${pageStyle}</style></head><body><main>`,
    `<header><h1>Popular Now, judged by what readers read next</h1>${aboutLines(outcome).map(paragraph).join('')}</header>`,
    tiles(outcome),
    section(
      'What moved when',
      `The first five of ${first.name}${ofPart}, from ${minute(day.fromMs)} to ${minute(day.toMs)} UTC; the articles that stood there longest have a colour.`,
      moved === undefined ? '' : bumpChart(moved, names, day),
    ),
    section(
      'Capture over time',
      `Of the unique viewers of the truly most read five in the next ${outcome.mainMinutes} minutes, those of the list's five.`,
      captureChart(outcome, curves, drawnLists(outcome)),
    ),
    section(
      'Churn against capture',
      'A list that captures as much and changes less is the better one; the dashed line joins those that no other beats in both.',
      `<div class="pair">${frontierCharts(outcome)}</div>`,
    ),
    section('Every list', tableWords(outcome), table(outcome)),
    '</main></body></html>',
    '',
  ].join('\n');
}

const paragraph = (words: string): string => `<p>${escaped(words)}</p>`;
const minute = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

function section(title: string, words: string, content: string): string {
  return `<section><h2>${escaped(title)}</h2><p>${escaped(words)}</p>${content}</section>`;
}

export function mainOf(
  list: ListOutcome,
  { mainMinutes }: Pick<EvaluationOutcome, 'mainMinutes'>,
): HorizonOutcome {
  return list.horizons.find(({ minutes }) => minutes === mainMinutes)!;
}

/** The best first. */
function ordered(outcome: EvaluationOutcome): ListOutcome[] {
  const capture = (list: ListOutcome) => mainOf(list, outcome).capture.mean;
  return [...outcome.lists].sort((a, b) => capture(b) - capture(a));
}

function tiles(outcome: EvaluationOutcome): string {
  const shown = outcome.lists[0]!;
  const best = ordered(outcome).find(({ kind }) => kind === 'baseline');
  const { capture } = mainOf(shown, outcome);
  const figures = [
    tile(`capture@5, ${outcome.mainMinutes} min`, share(capture.mean), interval(capture)),
    rateTile('entries an hour', shown.entriesPerHour),
    rateTile('No. 1 changes an hour', shown.firstChangesPerHour),
    ...(best?.oursLeads ? [tile('ahead of the best baseline', points(best.oursLeads.mean), best.name)] : []),
    ...(shown.timeToList
      ? [tile('minutes until a riser is shown', minutesOf(shown.timeToList.all.medianMinutes), 'median')]
      : []),
  ];
  return `<div class="tiles">${figures.join('')}</div>`;
}

function tile(name: string, figure: string, note: string): string {
  const parts = [`<dt>${escaped(name)}</dt>`, `<dd>${escaped(figure)}</dd>`, `<p>${escaped(note)}</p>`];
  return `<dl>${parts.join('')}</dl>`;
}

function rateTile(name: string, estimate: Estimate | null): string {
  if (estimate === null) return '';
  const { mean, low, high } = estimate;
  return tile(name, mean.toFixed(2), Number.isNaN(low) ? '' : `${low.toFixed(2)} to ${high.toFixed(2)}`);
}

function interval({ low, high }: Estimate): string {
  return Number.isNaN(low) ? '' : `${share(low)} to ${share(high)}`;
}

const points = (value: number): string =>
  `${value >= 0 ? '+' : '−'}${Math.abs(value * 100).toFixed(2)} points`;

/** The product, the best baseline, what is usual, and who knows the future. */
function drawnLists(outcome: EvaluationOutcome): DrawnList[] {
  const all = ordered(outcome);
  const isListed = ({ entriesPerHour }: ListOutcome) => entriesPerHour !== null;
  const ceiling = all.find(
    (list) => list.kind === 'ceiling' && isListed(list) && mainOf(list, outcome).capture.mean < 1,
  );
  const best = all.find(({ kind }) => kind === 'baseline');
  const usual = all.find(({ name }) => name === '24-h count');
  const drawn = [
    ceiling && { name: ceiling.name, kind: 'ceiling' },
    usual && usual !== best && { name: usual.name, kind: 'usual' },
    best && { name: best.name, kind: 'baseline' },
    { name: outcome.lists[0]!.name, kind: 'ours' },
  ];
  return drawn.filter((list) => list !== undefined && list !== false);
}

function tableWords({ leastReaders, blockMinutes }: EvaluationOutcome): string {
  return (
    `Intervals are 95 %, by blocks of ${blocksInWords(blockMinutes)}; ticks with fewer than ${leastReaders} unique viewers ahead are not judged. ` +
    'Changes are counted over every list that was made. To list: the median minutes from when an article comes among ' +
    'the true five until the list shows it. Late: what is captured when the list is shown ten minutes old.'
  );
}

function table(outcome: EvaluationOutcome): string {
  const lists = ordered(outcome);
  const horizons = lists[0]!.horizons.map(({ minutes }) => minutes);
  const others = horizons.filter((minutes) => minutes !== outcome.mainMinutes);
  const header = [
    ...['list', `capture@5, ${outcome.mainMinutes} min`, ''],
    ...others.map((minutes) => `${minutes} min`),
    ...['entries/h', 'No. 1/h', 'ours leads by', 'to list', '10 min late'],
    ...horizons.map((minutes) => `nDCG@5, ${minutes}`),
    ...horizons.map((minutes) => `P@5, ${minutes}`),
  ];
  const rows = lists.map((list) => {
    const at = (minutes: number) => list.horizons.find((one) => one.minutes === minutes)!;
    const cells = [
      share(mainOf(list, outcome).capture.mean),
      forest(mainOf(list, outcome).capture),
      ...others.map((minutes) => share(at(minutes).capture.mean)),
      list.entriesPerHour?.mean.toFixed(2) ?? '-',
      list.firstChangesPerHour?.mean.toFixed(2) ?? '-',
      list.oursLeads === null ? '' : withInterval(list.oursLeads, '+'),
      list.timeToList === null ? '-' : minutesOf(list.timeToList.all.medianMinutes),
      share(list.staleness.find(({ seconds }) => seconds === 600)?.capture),
      ...horizons.map((minutes) => share(at(minutes).ndcg.mean)),
      ...horizons.map((minutes) => share(at(minutes).precision.mean)),
    ];
    const name = `<th scope="row">${escaped(list.name)}<small>${escaped(list.source)}</small></th>`;
    return `<tr class="${list.kind}">${name}${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  const head = header.map((title) => `<th scope="col">${escaped(title)}</th>`).join('');
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** The interval as a line from 0 to 1, the mean as a dot. */
function forest({ mean, low, high }: Estimate): string {
  const x = linearScale([0, 1], [4, 116]);
  const at = (value: number) => x(Math.min(Math.max(value, 0), 1)).toFixed(1);
  const line = Number.isNaN(low)
    ? ''
    : `<line x1="${at(low)}" x2="${at(high)}" y1="7" y2="7" class="reach"/>`;
  const axis = '<line x1="4" x2="116" y1="7" y2="7" class="grid"/>';
  return `<svg class="forest" viewBox="0 0 120 14" aria-hidden="true">${axis}${line}<circle cx="${at(mean)}" cy="7" r="3.4"/></svg>`;
}
