// Articles with all that belongs to them, from drafts. An article is known by (source, id there), so the same draft a
// second time writes nothing; a changed one replaces what was there. Each batch is one transaction with its changes in
// it.

import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { ArticleChangeKind } from '../articles/article-change.entity';
import type {
  ArticleChangeRepository,
  ChangeRow,
  ChangeToWrite,
} from '../articles/article-change.repository';
import type { ArticleChanges } from '../articles/article-changes';
import { ArticleStatus } from '../articles/article-status';
import type { Clock } from '../platform/clock';
import type { ArticleDraft } from './article-draft';
import {
  type ArticleToWrite,
  type KnownArticle,
  knownArticles,
  othersBy,
  type Transaction,
  type Transactions,
  takenSlugs,
  waitForTurn,
  writeRows,
} from './article-writing.repository';
import { cleanBody } from './body-html';
import { checkDraft } from './check-draft';
import { distinctSlug, slugOf } from './slug';
import { authorKey, findOrMakeAuthors, findOrMakeSections, findOrMakeTags } from './surroundings.repository';

export interface WriteOutcome {
  externalId: string;
  /** KEPT: it is different there, and an editor's words have been left alone. */
  outcome: 'ADDED' | 'UPDATED' | 'UNCHANGED' | 'KEPT';
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

interface HashedDraft {
  draft: ArticleDraft;
  name: string;
  hash: string;
}

interface CleanDraft extends HashedDraft {
  body: string;
}

interface Prepared extends CleanDraft {
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

  private async writeBatch(drafts: readonly ArticleDraft[]): Promise<WriteOutcome[]> {
    const { transactions, changes } = this.parts;
    const named = [...new Map(drafts.map((draft) => [nameOf(draft), draft])).values()].map(hashed);
    // Before anyone has to wait: a feed that is read again has mostly nothing new, and cleaning HTML takes time.
    const before = await transactions.inOne((transaction) => knownByName(transaction, named, 'unlocked'));
    const different = named.filter((one) => isToBeWritten(one, before.get(one.name)));
    const clean = different.map((one) => ({ ...one, body: cleanBody(one.draft.bodyHtml) }));
    const { outcomes, rows } =
      clean.length === 0
        ? { outcomes: new Map<string, WriteOutcome>(), rows: [] }
        : await transactions.inOne((transaction) => this.writeDifferent(transaction, clean));
    await changes.announce(rows);
    return drafts.map((draft) => {
      const name = nameOf(draft);
      return outcomes.get(name) ?? untouched(hashed(draft), before.get(name));
    });
  }

  private async writeDifferent(
    transaction: Transaction,
    clean: readonly CleanDraft[],
  ): Promise<{ outcomes: Map<string, WriteOutcome>; rows: ChangeRow[] }> {
    const { changeRows } = this.parts;
    await waitForTurn(transaction);
    // Known anew: another import may have had its turn meanwhile.
    const known = await knownByName(transaction, clean, 'locked');
    const prepared = clean
      .filter((one) => isToBeWritten(one, known.get(one.name)))
      .map((one): Prepared => {
        const article = known.get(one.name);
        return { ...one, known: article, id: article?.id ?? newId(one.draft) };
      });
    const outcomes = new Map(clean.map((one) => [one.name, untouched(one, known.get(one.name))]));
    if (prepared.length === 0) return { outcomes, rows: [] };
    const { articles, changedAuthorIds } = await this.articlesFrom(transaction, prepared);
    const numbers = await writeRows(transaction, articles);
    for (const one of prepared) outcomes.set(one.name, outcomeOf(one, numbers.get(one.id) as number));
    const changed = prepared.flatMap((one) => changeOf(one, numbers.get(one.id) as number));
    const others = await othersBy(transaction, {
      authorIds: changedAuthorIds,
      exceptIds: [...numbers.keys()],
    });
    const rows = await changeRows.writeChanges(transaction, [
      ...changed,
      ...others.map((article) => ({ ...article, kind: ArticleChangeKind.CHANGED })),
    ]);
    return { outcomes, rows };
  }

  private async articlesFrom(
    transaction: Transaction,
    prepared: readonly Prepared[],
  ): Promise<{ articles: ArticleToWrite[]; changedAuthorIds: string[] }> {
    const drafts = prepared.map(({ draft }) => draft);
    const sections = await findOrMakeSections(
      transaction,
      drafts.map(({ section }) => section),
    );
    const authors = await findOrMakeAuthors(
      transaction,
      drafts.flatMap((draft) => draft.authors),
    );
    const tags = await findOrMakeTags(
      transaction,
      drafts.flatMap((draft) => draft.tags),
    );
    const taken = await takenSlugs(transaction, drafts.map(slugWanted));
    const articles = prepared.map((one): ArticleToWrite => {
      const { draft, id } = one;
      const slug = taken.has(slugWanted(draft)) ? distinctSlug(slugWanted(draft), id) : slugWanted(draft);
      taken.add(slug);
      const images = imagesOf(draft);
      return {
        ...{ id, slug, images },
        ...this.textOf(one),
        sectionId: sections.get(draft.section.slug) as string,
        leadImageId: images.find(({ isLead }) => isLead)?.id ?? null,
        authorIds: distinct(draft.authors.map((author) => authors.ids.get(authorKey(author)) as string)),
        tagIds: distinct(draft.tags.map((tag) => tags.get(slugOf(tag)) as string)),
      };
    });
    return { articles, changedAuthorIds: authors.changedIds };
  }

  private textOf({ draft, body, hash, known }: Prepared) {
    const now = new Date(this.parts.clock.nowMs());
    const { source, externalId, headline, standfirst, language, publishedAt } = draft;
    return {
      ...{ source, externalId, headline, standfirst, language, publishedAt, body },
      status: ArticleStatus[draft.status],
      updatedAt: draft.updatedAt ?? (known === undefined && publishedAt !== null ? publishedAt : now),
      createdAt: now,
      canonicalUrl: draft.canonicalUrl ?? null,
      contentHash: hash,
      dueAt: publishedAt !== null && publishedAt > now && draft.status === 'PUBLISHED' ? publishedAt : null,
    };
  }
}

function hashed(draft: ArticleDraft): HashedDraft {
  return { draft, name: nameOf(draft), hash: hashOf(draft) };
}

async function knownByName(
  transaction: Transaction,
  named: readonly HashedDraft[],
  manner: 'locked' | 'unlocked',
): Promise<Map<string, KnownArticle>> {
  const known = await knownArticles(
    transaction,
    named.map(({ draft }) => draft),
    manner,
  );
  return new Map(known.map((article) => [nameOf(article), article]));
}

function isDifferent({ hash }: HashedDraft, known: KnownArticle | undefined): boolean {
  return known?.contentHash !== hash;
}

/** What an editor has changed by hand is the editor's: an import must not take those words away. */
function isToBeWritten(one: HashedDraft, known: KnownArticle | undefined): boolean {
  return isDifferent(one, known) && known?.editedAt == null;
}

function untouched(one: HashedDraft, known: KnownArticle | undefined): WriteOutcome {
  const outcome = isDifferent(one, known) ? 'KEPT' : 'UNCHANGED';
  const { externalId } = one.draft;
  return { externalId, outcome, id: known?.id ?? '', number: known?.number ?? 0 };
}

function outcomeOf({ draft, known, id }: Prepared, number: number): WriteOutcome {
  return { externalId: draft.externalId, outcome: known ? 'UPDATED' : 'ADDED', id, number };
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
