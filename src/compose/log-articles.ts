// The articles that a log of views speaks of: those of the newsroom, by id or slug, and stand-ins for the others where
// they are wanted. Stand-ins are known by their name in the log, so a second replay finds them again.

import type { ArticleDraft } from '../publishing/article-draft';
import type { Newsroom } from './newsroom';

export const STAND_IN_SOURCE = 'replay';
const section = { slug: 'replay', name: 'Replay' };
const ASKED_AT_ONCE = 1_000;
const WRITTEN_AT_ONCE = 200;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface LogArticlesRules {
  unknown: 'create' | 'leave';
  /** When a stand-in is published, by the time of its first view. */
  publishedMs: (firstViewMs: number) => number;
  progress?: (written: number, all: number) => void;
  isStopped?: () => boolean;
}

export interface LogArticles {
  /** By its name in the log. */
  ids: Map<string, string>;
  created: number;
}

/** @param firstViews when each article is first read, by its name in the log */
export async function findLogArticles(
  newsroom: Pick<Newsroom, 'cards' | 'articles' | 'writer'>,
  firstViews: ReadonlyMap<string, number>,
  rules: LogArticlesRules,
): Promise<LogArticles> {
  const ids = new Map<string, string>();
  const names = [...firstViews.keys()];
  for (let start = 0; start < names.length; start += ASKED_AT_ONCE) {
    await findSome(newsroom, names.slice(start, start + ASKED_AT_ONCE), ids);
  }
  const missing = names.filter((name) => !ids.has(name));
  if (rules.unknown === 'leave') return { ids, created: 0 };
  let created = 0;
  while (created < missing.length && !rules.isStopped?.()) {
    const some = missing.slice(created, created + WRITTEN_AT_ONCE);
    const drafts = some.map((name) => standIn(name, rules.publishedMs(firstViews.get(name) ?? 0)));
    for (const { externalId, id } of await newsroom.writer.write(drafts)) ids.set(externalId, id);
    created += some.length;
    rules.progress?.(created, missing.length);
  }
  return { ids, created };
}

async function findSome(
  { cards, articles }: Pick<Newsroom, 'cards' | 'articles'>,
  names: readonly string[],
  ids: Map<string, string>,
): Promise<void> {
  for (const [name, { id }] of await articles.knownInSource(STAND_IN_SOURCE, names)) ids.set(name, id);
  const others = names.filter((name) => !ids.has(name));
  const found = await Promise.all(
    others.map((name) => (uuid.test(name) ? cards.byIds([name.toLowerCase()]) : cards.bySlug(name))),
  );
  found.forEach((answer, at) => {
    const card = Array.isArray(answer) ? answer[0] : answer;
    if (card) ids.set(others[at] as string, card.id);
  });
}

function standIn(name: string, publishedMs: number): ArticleDraft {
  return {
    source: STAND_IN_SOURCE,
    externalId: name,
    headline: `Article ${name}`,
    standfirst: 'A stand-in for an article that a replayed log of views speaks of.',
    bodyHtml: '',
    language: 'und',
    status: 'PUBLISHED',
    publishedAt: new Date(publishedMs),
    section,
    authors: [],
    tags: [],
  };
}
