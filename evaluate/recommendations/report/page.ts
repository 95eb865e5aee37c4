// One page that needs nothing from elsewhere: the figures with their intervals, hit rate over time and by kind of step.

import { pageStyle } from '../../popular/report/page-style';
import { escaped } from '../../popular/report/svg';
import { share, withInterval } from '../../popular/report/table';
import type { MethodOutcome, RecommendationsOutcome } from '../outcome';
import type { DrawnMethod } from './drawn-method';
import { hitChart } from './hit-chart';
import { newArticlesCharts } from './new-articles-chart';
import { newArticlesLegend, newArticlesRows } from './new-articles-table';
import { sliceChart } from './slice-chart';
import { aboutLines, legend, ordered } from './table';

export function outcomePage(outcome: RecommendationsOutcome): string {
  const drawn = drawnMethods(outcome);
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>You May Also Like on ${escaped(outcome.log.name)}</title><style>${pageStyle}</style></head><body><main>`,
    `<header><h1>You May Also Like, judged by where readers went on to</h1>${aboutLines(outcome).map(paragraph).join('')}</header>`,
    tiles(outcome),
    section('Hit rate over time', 'HR@5 of the steps of each hour.', hitChart(outcome, drawn)),
    section(
      'By kind of step',
      'HR@5 and its interval. An article counts as published when the log first reads it; its first click of all nobody can name who learns from clicks.',
      `<div class="pair">${outcome.methods[0]!.slices.map((_, at) => sliceChart(drawn, at)).join('')}</div>`,
    ),
    newArticles(outcome),
    section('Every list', legend(outcome).join('. '), table(outcome)),
    '</main></body></html>',
    '',
  ].join('\n');
}

function newArticles({ newArticles: curve, methods }: RecommendationsOutcome): string {
  if (curve === null) return '';
  const [header, ...rows] = newArticlesRows(curve) as [string[], ...string[][]];
  const head = header.map((title) => `<th scope="col">${escaped(title)}</th>`).join('');
  const body = rows.map(([name, ...cells]) => {
    return `<tr><th scope="row">${escaped(name!)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return section(
    'A place for new articles',
    newArticlesLegend(curve).join('. '),
    `<div class="pair">${newArticlesCharts(curve, methods)}</div>` +
      `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`,
  );
}

const paragraph = (words: string): string => `<p>${escaped(words)}</p>`;

function section(title: string, words: string, content: string): string {
  return `<section><h2>${escaped(title)}</h2><p>${escaped(words)}</p>${content}</section>`;
}

/** The product, the best baseline, the published one and the floor. */
function drawnMethods(outcome: RecommendationsOutcome): DrawnMethod[] {
  const all = ordered(outcome);
  const named = (begin: string) => all.find(({ name }) => name.startsWith(begin));
  const best = all.find(({ kind }) => kind === 'baseline');
  const wanted = [
    { method: all.find(({ kind }) => kind === 'ours'), kind: 'ours' as const },
    { method: best, kind: 'baseline' as const },
    { method: named('STAN, G1'), kind: 'ceiling' as const },
    { method: named('recently popular'), kind: 'usual' as const },
  ];
  const drawn: DrawnMethod[] = [];
  for (const { method, kind } of wanted) {
    if (method !== undefined && !drawn.some((one) => one.method === method)) drawn.push({ method, kind });
  }
  return drawn;
}

function tiles(outcome: RecommendationsOutcome): string {
  const [first] = outcome.methods as [MethodOutcome, ...MethodOutcome[]];
  const best = ordered(outcome).find(({ kind }) => kind === 'baseline');
  const stan = outcome.methods.find(({ name }) => name.startsWith('STAN, G1'));
  const ahead = (method: MethodOutcome | undefined) =>
    method?.oursLeads
      ? tile(
          `ahead of ${method.name}`,
          `${(method.oursLeads.hit5.mean * 100).toFixed(2)} points`,
          interval(method.oursLeads.hit5),
        )
      : '';
  return `<div class="tiles">${[
    tile('HR@5', share(first.hit5.mean), interval(first.hit5)),
    tile('MRR@5', share(first.mrr5.mean), interval(first.mrr5)),
    tile('HR@20', share(first.hit20.mean), interval(first.hit20)),
    ahead(best),
    stan === best ? '' : ahead(stan),
  ].join('')}</div>`;
}

function tile(name: string, figure: string, note: string): string {
  return `<dl><dt>${escaped(name)}</dt><dd>${escaped(figure)}</dd><p>${escaped(note)}</p></dl>`;
}

const interval = ({ low, high }: { low: number; high: number }): string =>
  Number.isNaN(low) ? '' : `${share(low)} to ${share(high)}`;

function table(outcome: RecommendationsOutcome): string {
  const [first] = outcome.methods as [MethodOutcome, ...MethodOutcome[]];
  const late = first.delays.map(({ seconds }) => `HR@5, ${seconds} s late`);
  const header = [
    ...['list', 'HR@5', 'HR@10', 'HR@20', 'MRR@5', 'ours leads HR@5 by', 'MRR@5 by', ...late],
    ...['hourly HR@20', 'NDCG@20', 'coverage@5', 'bits', 'as Popular Now'],
  ];
  const rows = ordered(outcome).map((method) => {
    const { hit5, hit10, hit20, mrr5, oursLeads, hourly } = method;
    const cells = [
      ...[withInterval(hit5), share(hit10.mean), share(hit20.mean), withInterval(mrr5)],
      ...(oursLeads ? [withInterval(oursLeads.hit5, '+'), withInterval(oursLeads.mrr5, '+')] : ['', '']),
      ...late.map((_, at) => share(method.delays[at]?.hit5.mean)),
      ...[withInterval(hourly.hit20), withInterval(hourly.ndcg20), share(method.coverage5, 3)],
      ...[method.novelty5.mean.toFixed(2), share(method.likePopularNow.mean, 3)],
    ];
    const name = `<th scope="row">${escaped(method.name)}<small>${escaped(method.source)}</small></th>`;
    return `<tr class="${method.kind}">${name}${cells.map((cell) => `<td>${intervalBelow(cell)}</td>`).join('')}</tr>`;
  });
  const head = header.map((title) => `<th scope="col">${escaped(title)}</th>`).join('');
  return `<div class="wide"><table class="close"><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** So that more columns have room beside each other. */
function intervalBelow(cell: string): string {
  return cell.replace(/ (\[.*\])$/, '<small>$1</small>');
}
