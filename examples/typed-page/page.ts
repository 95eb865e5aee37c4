import type { ArticlePageQuery, RailArticleFragment } from './generated/documents';

/** An article page as text, for a terminal; null when there is no such article. */
export function pageAsText({ article, popularNow, mustReads }: ArticlePageQuery): string | null {
  if (article === null) return null;
  const { headline, standfirst, authors, section, publishedAt, body, youMayAlsoLike } = article;
  const by = authors.map(({ name }) => name).join(' and ');
  const parts = [
    `${section.name.toUpperCase()}\n${headline}`,
    standfirst,
    `${by === '' ? '' : `By ${by}, `}${dayOf(publishedAt)}`,
    textOf(body ?? ''),
    `${article.views ?? 'Unknown'} views, ${article.commentCount ?? 'unknown'} comments`,
    rail('You may also like', youMayAlsoLike.edges),
    rail('Popular now', popularNow.edges),
    rail('Must-reads', mustReads.edges),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

type Edges = readonly { rank: number; node: RailArticleFragment }[];

function rail(title: string, edges: Edges): string {
  const lines = edges.map(({ rank, node }) => `${rank}. ${node.headline} (${node.section.name})`);
  return [title, ...lines].join('\n');
}

function dayOf(moment: string | null): string {
  return moment === null ? 'not published' : moment.slice(0, 10);
}

const entities: Record<string, string> = { amp: '&', gt: '>', lt: '<', quot: '"', '#39': "'" };

/** The body is clean HTML: blocks become paragraphs, and everything else only loses its tags. */
function textOf(html: string): string {
  return html
    .replaceAll(/<\/(p|h\d|li|blockquote|figure)>/g, '\n\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(#39|\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
