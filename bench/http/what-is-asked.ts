// What the contestants are asked for: the article page of schema/operations, and reports of views of many articles.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, type ServerProcess } from './server-process';

export interface AskedPage {
  body: string;
  answer: string;
  /** To report views of. */
  articleIds: readonly string[];
}

interface Newest {
  data: { latestStories: { edges: { node: { id: string; slug: string; commentCount: number } }[] } };
}

interface Page {
  errors?: unknown;
  data: {
    article: { body: string; latestInSection: { edges: unknown[] } } | null;
    popularNow: { edges: unknown[] };
    mustReads: { edges: unknown[] };
  };
}

type Headers = Readonly<Record<string, string>>;

/** The page of an article that has comments, with all its rails full. @throws when it is not whole */
export async function askForPage(api: ServerProcess, headers: Headers): Promise<AskedPage> {
  const newest = JSON.stringify({
    query: '{ latestStories(first: 100) { edges { node { id slug commentCount } } } }',
  });
  const { data } = JSON.parse(await api.ask(newest, headers)) as Newest;
  const articles = data.latestStories.edges.map(({ node }) => node);
  const most = articles.reduce((one, other) => (other.commentCount > one.commentCount ? other : one));
  const query = readFileSync(join(projectFolder, 'schema/operations/article-page.graphql'), 'utf8');
  const body = JSON.stringify({ query, variables: { slug: most.slug, read: [] } });
  const answer = await api.ask(body, headers);
  const page = JSON.parse(answer) as Page;
  const isWhole =
    page.errors === undefined &&
    page.data.article?.latestInSection.edges.length === 6 &&
    page.data.popularNow.edges.length === 5 &&
    page.data.mustReads.edges.length === 5;
  if (!isWhole) throw new Error(`The page is not whole: ${answer}`);
  return { body, answer, articleIds: articles.map(({ id }) => id) };
}

/** A visitor of its own in every request, so that each view counts. */
export function reportBodies(articleIds: readonly string[]): string[] {
  const query =
    'mutation RecordView($input: RecordViewInput!) ' +
    '{ recordView(input: $input) { status views userErrors { code message } } }';
  return articleIds.map((articleId) =>
    JSON.stringify({ query, variables: { input: { articleId, visitor: '[<id>]', source: 'SEARCH' } } }),
  );
}
