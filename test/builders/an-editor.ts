import { Account } from '../../src/accounts/account';
import { Role } from '../../src/accounts/role';
import type { Newsroom } from '../../src/compose/newsroom';
import { EditedArticles } from '../../src/publishing/article-editing.repository';
import { createArticle, type NewArticle } from '../../src/publishing/create-article';
import type { EditOutcome } from '../../src/publishing/editing';
import { publishArticle } from '../../src/publishing/publish-article';
import { VersionConflict } from '../../src/publishing/publishing.errors';
import type { StoredArticle } from '../../src/publishing/stored-article';
import { withdrawArticle } from '../../src/publishing/withdraw-article';
import type { TestStores } from '../setup/stores';
import { aDraft } from './an-article-draft';

export const anEditor = new Account({
  kind: 'API_KEY',
  id: 'key-e',
  name: 'Ida Editor',
  roles: [Role.EDITOR],
});
export const aWriter = new Account({
  kind: 'API_KEY',
  id: 'key-w',
  name: 'Wim Writer',
  roles: [Role.WRITER],
});

/** Takes an article off whatever version it is at. */
export async function withdraw({ editing }: Pick<Newsroom, 'editing'>, id: string): Promise<void> {
  for (let version = 1; ; ) {
    const [why] = (await withdrawArticle(editing, anEditor, { id, version, reason: 'It was wrong.' }))
      .reasons;
    if (why === undefined) return;
    if (!(why instanceof VersionConflict)) throw why;
    version = why.present;
  }
}

/** Editors' work in a test: what they do must succeed, and is given as it is stored afterwards. */
export class Desk {
  constructor(
    private readonly stores: TestStores,
    private readonly newsroom: Newsroom,
  ) {}

  /** Writes an article of an import, so that its section ("town") and its author ("ada-quill") are there. */
  async furnish(): Promise<void> {
    await this.newsroom.writer.write([aDraft('furniture')]);
  }

  async stored(id: string): Promise<StoredArticle> {
    const [article] = await new EditedArticles(this.stores.dataSource).byIds([id]);
    if (article === undefined) throw new Error(`There is no article ${id}`);
    return article;
  }

  async done(outcome: Promise<EditOutcome>): Promise<StoredArticle> {
    const { articleId, reasons } = await outcome;
    if (articleId === null || reasons.length > 0) {
      throw new Error(`Refused: ${reasons.map(({ code, message }) => `${code} ${message}`).join(' ')}`);
    }
    return this.stored(articleId);
  }

  /** A draft that may be published, unless the changes say otherwise. */
  draft(changes: Partial<NewArticle> = {}): Promise<StoredArticle> {
    return this.done(
      createArticle(this.newsroom.editing, aWriter, {
        headline: 'The harbour opens again',
        standfirst: 'After a winter of repairs.',
        body: '<p>Ships came in at dawn.</p>',
        language: 'en',
        section: 'town',
        authors: ['ada-quill'],
        tags: ['Harbour'],
        ...changes,
      }),
    );
  }

  async published(changes: Partial<NewArticle> = {}): Promise<StoredArticle> {
    const { id, version } = await this.draft(changes);
    return this.done(publishArticle(this.newsroom.editing, anEditor, { id, version }));
  }
}
