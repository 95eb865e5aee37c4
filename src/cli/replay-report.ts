// What a replay ends with: what became of the views, and the list as readers would have seen it.

import type { RankedArticleEdge } from '../ranking/ranked-article.type';
import type { Outcomes } from '../traffic/replay';

const MAX_HEADLINE = 48;

export function outcomeLine(outcomes: Outcomes, seconds: number): string {
  const views = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
  const parts = [...outcomes]
    .sort(([, one], [, other]) => other - one)
    .map(([outcome, count]) => `${count.toLocaleString('en')} ${outcome.toLowerCase().replaceAll('_', ' ')}`);
  const speed = Math.round(views / seconds).toLocaleString('en');
  const figures = `${views.toLocaleString('en')} views in ${seconds.toFixed(1)} s, ${speed} views/s`;
  return `${figures}: ${parts.join(', ') || 'none'}`;
}

export function popularTable(edges: readonly RankedArticleEdge[], title: string): string {
  if (edges.length === 0) return `${title}: nothing yet`;
  const rows = edges.map((edge) => [
    String(edge.rank),
    shorten(edge.node.headline),
    String(edge.viewsInWindow),
    edge.explain.sentence,
  ]);
  const lines = [['', 'article', 'views in the hour', 'why'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))));
  const shown = lines.map(([rank = '', article = '', views = '', why = '']) =>
    [
      rank.padStart(widths[0] ?? 0),
      article + ' '.repeat((widths[1] ?? 0) - widthOf(article)),
      views.padStart(widths[2] ?? 0),
      why,
    ].join('  '),
  );
  return `\n${title}\n${shown.join('\n')}`;
}

function shorten(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_HEADLINE ? text : `${characters.slice(0, MAX_HEADLINE - 1).join('')}…`;
}

/** Hangul, kana and Han take two columns of a terminal. */
function widthOf(text: string): number {
  return [...text].reduce(
    (width, character) =>
      width + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(character) ? 2 : 1),
    0,
  );
}
