// The table on the terminal: one line a method, the best first; then the kinds of steps.

import { blocksInWords, share, withInterval } from '../../popular/report/table';
import type { MethodOutcome, RecommendationsOutcome } from '../outcome';
import { newArticlesLegend, newArticlesRows } from './new-articles-table';

type Column = { title: string; of: (method: MethodOutcome) => string };

const columns: readonly Column[] = [
  { title: 'list', of: ({ name, kind }) => (kind === 'ours' ? `* ${name}` : `  ${name}`) },
  { title: 'HR@5', of: ({ hit5 }) => withInterval(hit5) },
  { title: 'HR@10', of: ({ hit10 }) => share(hit10.mean) },
  { title: 'HR@20', of: ({ hit20 }) => share(hit20.mean) },
  { title: 'MRR@5', of: ({ mrr5 }) => share(mrr5.mean) },
  {
    title: 'ours leads HR@5 by',
    of: ({ oursLeads }) => (oursLeads ? withInterval(oursLeads.hit5, '+') : ''),
  },
  { title: 'MRR@5 by', of: ({ oursLeads }) => (oursLeads ? withInterval(oursLeads.mrr5, '+') : '') },
  { title: 'hourly HR@20', of: ({ hourly }) => share(hourly.hit20.mean) },
  { title: 'NDCG@20', of: ({ hourly }) => share(hourly.ndcg20.mean) },
  { title: 'coverage@5', of: ({ coverage5 }) => share(coverage5, 3) },
  { title: 'bits', of: ({ novelty5 }) => novelty5.mean.toFixed(2) },
  { title: 'as Popular Now', of: ({ likePopularNow }) => share(likePopularNow.mean, 3) },
];

export function outcomeTable(outcome: RecommendationsOutcome): string {
  const methods = ordered(outcome);
  const lines = aligned([
    columns.map(({ title }) => title),
    ...methods.map((one) => columns.map(({ of }) => of(one))),
  ]);
  return [
    ...aboutLines(outcome),
    '',
    ...lines,
    '',
    ...sliceLines(methods),
    ...delayLines(methods),
    ...newArticlesLines(outcome),
    ...legend(outcome),
  ].join('\n');
}

export function ordered({ methods }: RecommendationsOutcome): MethodOutcome[] {
  return [...methods].sort((a, b) => b.hit5.mean - a.hit5.mean);
}

export function aboutLines({
  log,
  fromMs,
  toMs,
  sessions,
  judgedSteps,
  oneIn,
}: RecommendationsOutcome): string[] {
  const count = (number: number) => number.toLocaleString('en');
  const minute = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  const thinned = log.thinned ? `, one visitor in ${log.thinned.oneIn}, part ${log.thinned.part}` : '';
  return [
    `${log.name}${thinned}: ${count(log.views)} views of ${count(log.articles)} articles in ${count(sessions)} sessions`,
    `${minute(fromMs)} to ${minute(toMs)} UTC, ${count(judgedSteps)} steps judged, one in ${oneIn}; all are learnt from`,
  ];
}

function sliceLines(methods: readonly MethodOutcome[]): string[] {
  return methods[0]!.slices.flatMap(({ slice, groups }, at) => {
    const header = [
      `HR@5 by ${slice}`,
      ...groups.map(({ group, steps }) => `${group} (${steps.toLocaleString('en')})`),
    ];
    const rows = methods.map(({ name, slices }) => [
      name,
      ...slices[at]!.groups.map(({ hit5 }) => share(hit5.mean)),
    ]);
    return [...aligned([header, ...rows]), ''];
  });
}

function delayLines(methods: readonly MethodOutcome[]): string[] {
  const late = methods.filter(({ delays }) => delays.length > 0);
  if (late.length === 0) return [];
  const header = ['HR@5, learnt late', ...late[0]!.delays.map(({ seconds }) => `${seconds} s`)];
  return [
    ...aligned([
      header,
      ...late.map(({ name, delays }) => [name, ...delays.map(({ hit5 }) => share(hit5.mean))]),
    ]),
    '',
  ];
}

function newArticlesLines({ newArticles }: RecommendationsOutcome): string[] {
  return newArticles === null ? [] : [...aligned(newArticlesRows(newArticles)), ''];
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '),
  );
}

export function legend({ blockMinutes, newArticles }: RecommendationsOutcome): string[] {
  return [
    'HR@5: of the steps of sessions after their first, those whose article was among the five shown before. MRR@5: one over its place',
    'hourly: the last step of each session of the next hour, learnt from up to its beginning. bits: mean self-information of the five',
    ...(newArticles === null ? [] : newArticlesLegend(newArticles)),
    `[95 % interval by blocks of ${blocksInWords(blockMinutes)}]`,
  ];
}
