// Articles for those who make them, read from the store itself: what an editor works on must not be a moment old, and
// what readers are not to see must lie in no cache of theirs.

import { ArticleCard } from '../articles/article-card';
import type { CardRepository } from '../articles/card.repository';
import type { AuthorRepository } from '../authors/author.repository';
import type { Clock } from '../platform/clock';
import { BadUserInput } from '../platform/errors';
import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { SectionTree } from '../sections/section-tree';
import type { EditedArticles } from './article-editing.repository';
import { EditorialArticle } from './editorial-article.type';
import type { EditorialArticlePage } from './editorial-connection.type';
import type {
  EditorialFilter,
  EditorialListRepository,
  EditorialOrder,
  EditorialPlace,
} from './editorial-list.repository';
import { standingOf } from './workflow';

export interface EditorialArticlesParts {
  edited: EditedArticles;
  lists: EditorialListRepository;
  cards: CardRepository;
  sections: SectionTree;
  authors: AuthorRepository;
  clock: Clock;
}

export interface EditorialRequest {
  status: EditorialFilter['status'] | null | undefined;
  section: string | null | undefined;
  author: string | null | undefined;
  orderBy: EditorialOrder;
  first: number;
  after: string | null | undefined;
}

export class EditorialArticles {
  constructor(private readonly parts: EditorialArticlesParts) {}

  async byId(id: string): Promise<EditorialArticle | null> {
    const known = readUuid(id);
    return known === undefined ? null : ((await this.byIds([known]))[0] ?? null);
  }

  async bySlug(slug: string): Promise<EditorialArticle | null> {
    const id = await this.parts.edited.idOfSlug(slug);
    return id === undefined ? null : this.byId(id);
  }

  async page(request: EditorialRequest): Promise<EditorialArticlePage> {
    const { orderBy, first } = request;
    const after = request.after == null ? undefined : placeOf(orderBy, request.after);
    const filter = await this.filterOf(request);
    if (filter === undefined) return emptyPage;
    const { lists } = this.parts;
    const ids = await lists.page(filter, { orderBy, after, limit: first + 1 });
    return {
      articles: await this.byIds(ids.slice(0, first)),
      hasNextPage: ids.length > first,
      hasPreviousPage: after !== undefined,
      cursorOf: (article) => cursorOf(orderBy, article),
      count: () => lists.count(filter),
    };
  }

  /** In the order asked for; those that exist. */
  private async byIds(ids: readonly string[]): Promise<EditorialArticle[]> {
    if (ids.length === 0) return [];
    const { edited, cards, sections, clock } = this.parts;
    const [standings, stored] = await Promise.all([edited.standingsOf(ids), cards.cardsById(ids)]);
    await sections.know(stored.map(({ sectionId }) => sectionId));
    const nowMs = clock.nowMs();
    return ids.flatMap((id) => {
      const standing = standings.find((one) => one.id === id);
      const card = stored.find((one) => one.id === id);
      const section = card && sections.get(card.sectionId);
      if (standing === undefined || section === undefined) return [];
      const status = standingOf(standing, nowMs);
      const article: ArticleCard = Object.assign(new ArticleCard(), card, { section, status });
      return [new EditorialArticle(standing, { article, status })];
    });
  }

  /** Undefined when it names an author who does not exist. @throws BadUserInput for a section */
  private async filterOf({
    status,
    section,
    author,
  }: EditorialRequest): Promise<EditorialFilter | undefined> {
    const { sections, authors, clock } = this.parts;
    const filter: EditorialFilter = { nowMs: clock.nowMs(), status: status ?? undefined };
    if (section != null) {
      const found = sections.get(section.toLowerCase()) ?? sections.bySlug(section);
      if (!found)
        throw new BadUserInput('section', `"section" is "${section}"; no section has this id or slug.`);
      filter.sectionIds = [...sections.withDescendants(found.id)];
    }
    if (author != null) {
      const id = readUuid(author);
      filter.authorId = id ?? (await authors.authorBySlug(author))?.id;
      if (filter.authorId === undefined) return undefined;
    }
    return filter;
  }
}

const emptyPage: EditorialArticlePage = {
  articles: [],
  hasNextPage: false,
  hasPreviousPage: false,
  cursorOf: () => '',
  count: async () => 0,
};

const kindOf = (orderBy: EditorialOrder) => `editorial-articles:${orderBy}`;

function cursorOf(orderBy: EditorialOrder, { stored }: EditorialArticle): string {
  const at = orderBy === 'UPDATED' ? stored.changedAt : stored.createdAt;
  return writeCursor(kindOf(orderBy), [at.getTime(), stored.id]);
}

function placeOf(orderBy: EditorialOrder, cursor: string): EditorialPlace {
  const [atMs, id, ...rest] = readCursor(kindOf(orderBy), cursor);
  const isTime = Number.isInteger(atMs) && Math.abs(atMs as number) <= 8_640_000_000_000_000;
  if (!isTime || typeof id !== 'string' || readUuid(id) !== id || rest.length > 0) throw wrongCursor();
  return { atMs: atMs as number, id };
}
