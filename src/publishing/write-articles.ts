// Articles with all that belongs to them, from drafts. An article is known by (source, id there), so the same draft a second
// time writes nothing; a changed one replaces what was there. Each batch is one transaction with its changes in it.

import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { ArticleChangeKind } from '../articles/article-change.entity';
import type { ArticleChangeRepository, ChangeToWrite } from '../articles/article-change.repository';
import type { ArticleChanges } from '../articles/article-changes';
import { ArticleStatus } from '../articles/article-status';
import type { Clock } from '../platform/clock';
import type { ArticleDraft } from './article-draft';
import {
  type ArticleToWrite,
  type KnownArticle,
  knownArticles,
  type Transaction,
  type Transactions,
  takenSlugs,
  waitForTurn,
  withdrawRow,
  writeRows,
} from './article-writing.repository';
import { cleanBody } from './body-html';
import { checkDraft } from './check-draft';
import { distinctSlug, slugOf } from './slug';
import { authorKey, findOrMakeAuthors, findOrMakeSections, findOrMakeTags } from './surroundings.repository';

export interface WriteOutcome {
  externalId: string;
  outcome: 'ADDED' | 'UPDATED' | 'UNCHANGED';
  id: string;
  /** The short id. */
  number: number;
}

export interface ArticleWriterParts {
  transactions: Transactions;
  changes: ArticleChanges;
  changeRows: ArticleChangeRepository;
  clock: Clock;
}

interface Prepared {
  draft: ArticleDraft;
  hash: string;
  known: KnownArticle | undefined;
  id: string;
}

const BATCH = 200;

export class ArticleWriter {
  constructor(private readonly parts: ArticleWriterParts) {}

  /**
   * Gives an outcome for each draft, in order. Up to 200 drafts are written together or not at all. Of two drafts with
   * the same source and id, the later one holds.
   * @throws BadUserInput before anything is written, when a draft has a wrong value.
   */
  async write(drafts: readonly ArticleDraft[]): Promise<WriteOutcome[]> {
    drafts.forEach(checkDraft);
    const outcomes: WriteOutcome[] = [];
    for (let start = 0; start < drafts.length; start += BATCH) {
      outcomes.push(...(await this.writeBatch(drafts.slice(start, start + BATCH))));
    }
    return outcomes;
  }

  /** Takes a published article off every list. False when there is none, or it is withdrawn already. */
  async withdraw(articleId: string): Promise<boolean> {
    const { transactions, changeRows, changes, clock } = this.parts;
    const rows = await transactions.inOne(async (manager) => {
      const number = await withdrawRow(manager, articleId, new Date(clock.nowMs()));
      if (number === undefined) return [];
      return changeRows.writeChanges(manager, [{ articleId, number, kind: ArticleChangeKind.WITHDRAWN }]);
    });
    await changes.announce(rows);
    return rows.length > 0;
  }

  private async writeBatch(drafts: readonly ArticleDraft[]): Promise<WriteOutcome[]> {
    const { transactions, changes, changeRows } = this.parts;
    const { outcomes, rows } = await transactions.inOne(async (manager) => {
      await waitForTurn(manager);
      const prepared = await this.prepare(manager, drafts);
      const different = prepared.filter(({ known, hash }) => known?.contentHash !== hash);
      const articles = await this.articlesFrom(manager, different);
      const numbers = articles.length > 0 ? await writeRows(manager, articles) : new Map<string, number>();
      const changed = different.flatMap((one) => changeOf(one, numbers.get(one.id) ?? 0));
      return {
        outcomes: new Map(prepared.map((one) => [nameOf(one.draft), outcomeOf(one, numbers)])),
        rows: await changeRows.writeChanges(manager, changed),
      };
    });
    await changes.announce(rows);
    return drafts.map((draft) => outcomes.get(nameOf(draft)) as WriteOutcome);
  }

  /** One for each article, in the order in which they first come. */
  private async prepare(manager: Transaction, drafts: readonly ArticleDraft[]): Promise<Prepared[]> {
    const byName = new Map(drafts.map((draft) => [nameOf(draft), draft]));
    const known = new Map(
      (await knownArticles(manager, [...byName.values()])).map((article) => [nameOf(article), article]),
    );
    return [...byName].map(([name, draft]) => {
      const knownArticle = known.get(name);
      return { draft, hash: hashOf(draft), known: knownArticle, id: knownArticle?.id ?? newId(draft) };
    });
  }

  private async articlesFrom(manager: Transaction, prepared: readonly Prepared[]): Promise<ArticleToWrite[]> {
    if (prepared.length === 0) return [];
    const drafts = prepared.map(({ draft }) => draft);
    const sections = await findOrMakeSections(
      manager,
      drafts.map(({ section }) => section),
    );
    const authors = await findOrMakeAuthors(
      manager,
      drafts.flatMap((draft) => draft.authors),
    );
    const tags = await findOrMakeTags(
      manager,
      drafts.flatMap((draft) => draft.tags),
    );
    const taken = await takenSlugs(manager, drafts.map(slugWanted));
    return prepared.map(({ draft, hash, id }) => {
      const slug = taken.has(slugWanted(draft)) ? distinctSlug(slugWanted(draft), id) : slugWanted(draft);
      taken.add(slug);
      const images = imagesOf(draft);
      return {
        ...{ id, slug, contentHash: hash, images },
        ...this.textOf(draft),
        sectionId: sections.get(draft.section.slug) as string,
        leadImageId: images.find(({ isLead }) => isLead)?.id ?? null,
        authorIds: distinct(draft.authors.map((author) => authors.get(authorKey(author)) as string)),
        tagIds: distinct(draft.tags.map((tag) => tags.get(slugOf(tag)) as string)),
      };
    });
  }

  private textOf(draft: ArticleDraft) {
    const now = new Date(this.parts.clock.nowMs());
    const { source, externalId, headline, standfirst, language, publishedAt } = draft;
    return {
      ...{ source, externalId, headline, standfirst, language, publishedAt },
      body: cleanBody(draft.bodyHtml),
      status: ArticleStatus[draft.status],
      updatedAt: draft.updatedAt ?? publishedAt ?? now,
      createdAt: now,
      canonicalUrl: draft.canonicalUrl ?? null,
    };
  }
}

function outcomeOf({ draft, known, id }: Prepared, numbers: ReadonlyMap<string, number>): WriteOutcome {
  const written = numbers.get(id);
  const { externalId } = draft;
  if (written === undefined) return { externalId, outcome: 'UNCHANGED', id, number: known?.number ?? 0 };
  return { externalId, outcome: known ? 'UPDATED' : 'ADDED', id, number: written };
}

/** A draft tells nobody; a withdrawn article stays so whatever an import says of it. */
function changeOf({ draft, known, id }: Prepared, number: number): ChangeToWrite[] {
  if (known?.status === ArticleStatus.WITHDRAWN) return [];
  const wasPublic = known?.status === ArticleStatus.PUBLISHED;
  if (draft.status === 'DRAFT') {
    return wasPublic ? [{ articleId: id, number, kind: ArticleChangeKind.WITHDRAWN }] : [];
  }
  const kind = wasPublic ? ArticleChangeKind.CHANGED : ArticleChangeKind.PUBLISHED;
  return [{ articleId: id, number, kind }];
}

/** Ids in the order of publication, so that an index on them grows at its end. */
function newId(draft: ArticleDraft): string {
  const publishedMs = draft.publishedAt?.getTime() ?? -1;
  return publishedMs >= 0 ? uuidv7({ msecs: publishedMs }) : uuidv7();
}

function nameOf({ source, externalId }: { source: string; externalId: string }): string {
  return JSON.stringify([source, externalId]);
}

/** Of everything but the time of the change itself: some feeds set that anew every minute. */
function hashOf({ updatedAt: _updatedAt, ...draft }: ArticleDraft): string {
  return createHash('sha256').update(JSON.stringify(draft)).digest('hex');
}

function slugWanted(draft: ArticleDraft): string {
  return draft.slug ?? slugOf(draft.headline);
}

function imagesOf(draft: ArticleDraft): ArticleToWrite['images'] {
  const lead = draft.leadImage ? [{ ...draft.leadImage, id: uuidv7(), isLead: true }] : [];
  const inline = (draft.inlineImages ?? []).map((image) => ({ ...image, id: uuidv7(), isLead: false }));
  return [...lead, ...inline];
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
