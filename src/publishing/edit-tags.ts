// Tags as editors make, rename, merge and delete them.

import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../accounts/account';
import { AuditSubject } from '../accounts/audit-entry.entity';
import type { Tag } from '../articles/tag.entity';
import { BadUserInput } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { Transaction } from './article-writing.repository';
import { cleanName, cleanSlug } from './check-surroundings';
import { lengths } from './check-values';
import { differences, type EditorialActs } from './editorial-acts';
import { NameTaken, NoSuchSurrounding, StaleVersion } from './surroundings.errors';
import { deleteTagRow, isTagSlugTaken, moveTaggings, tagToEdit, writeTag } from './tag-editing.repository';
import { tellArticlesThatShow } from './telling-articles.repository';

export interface NewTag {
  name: string;
  slug?: string | null;
}

/** What is left out stays as it is. */
export interface TagUpdate extends Partial<Omit<NewTag, 'name'>> {
  id: string;
  version: number;
  name?: string | null;
}

export class TagEditor {
  constructor(private readonly acts: EditorialActs) {}

  create(by: Account, given: NewTag): Promise<Tag> {
    const name = cleanName('name', given.name, lengths.tag);
    const tag: Tag = { id: uuidv7(), name, slug: cleanSlug(given.slug, name), version: 1 };
    return this.acts.carryOut(by, async (transaction) => {
      await checkSlugIsFree(transaction, tag);
      await writeTag(transaction, tag);
      const details = { name, slug: tag.slug };
      const act = { act: 'CREATED', subject: AuditSubject.TAG, subjectId: tag.id, details };
      return { result: tag, act, changes: [] };
    });
  }

  update(by: Account, given: TagUpdate): Promise<Tag> {
    const name = given.name == null ? undefined : cleanName('name', given.name, lengths.tag);
    const slug = given.slug == null ? undefined : cleanSlug(given.slug, '');
    return this.acts.carryOut(by, async (transaction) => {
      const before = await find(transaction, 'id', given.id);
      if (given.version !== before.version) {
        throw new StaleVersion('tag', { seen: given.version, present: before.version });
      }
      const tag: Tag = {
        id: before.id,
        name: name ?? before.name,
        slug: slug ?? before.slug,
        version: before.version + 1,
      };
      await checkSlugIsFree(transaction, tag);
      await writeTag(transaction, tag);
      const details = differences(before, tag, ['name', 'slug', 'version']);
      const act = { act: 'UPDATED', subject: AuditSubject.TAG, subjectId: tag.id, details };
      return { result: tag, act, changes: await tellArticlesThatShow(transaction, 'tag', tag.id) };
    });
  }

  /** Takes it off all its articles; gives its id. */
  delete(by: Account, id: string): Promise<string> {
    return this.acts.carryOut(by, async (transaction) => {
      const { id: tagId, name, slug } = await find(transaction, 'id', id);
      const changes = await tellArticlesThatShow(transaction, 'tag', tagId);
      await deleteTagRow(transaction, tagId);
      const details = { name, slug, articles: changes.length };
      const act = { act: 'DELETED', subject: AuditSubject.TAG, subjectId: tagId, details };
      return { result: tagId, act, changes };
    });
  }

  /** All articles of the one have the other from then on; the one is gone. */
  merge(by: Account, { id, intoId }: { id: string; intoId: string }): Promise<Tag> {
    return this.acts.carryOut(by, async (transaction) => {
      if (id.toLowerCase() === intoId.toLowerCase()) {
        throw new BadUserInput('intoId', '"intoId" is the tag itself; give the id of another one.');
      }
      const from = await find(transaction, 'id', id);
      const into = await find(transaction, 'intoId', intoId);
      const changes = await tellArticlesThatShow(transaction, 'tag', from.id);
      await moveTaggings(transaction, { fromId: from.id, intoId: into.id });
      await deleteTagRow(transaction, from.id);
      const details = { name: from.name, slug: from.slug, into: into.id, articles: changes.length };
      const act = { act: 'MERGED', subject: AuditSubject.TAG, subjectId: from.id, details };
      return { result: into, act, changes };
    });
  }
}

async function find(transaction: Transaction, field: string, id: string): Promise<Tag> {
  const known = readUuid(id);
  const tag = known === undefined ? undefined : await tagToEdit(transaction, known);
  if (tag === undefined) throw new NoSuchSurrounding('tag', { field, id });
  return tag;
}

async function checkSlugIsFree(transaction: Transaction, { id, slug }: Tag): Promise<void> {
  if (await isTagSlugTaken(transaction, { slug, exceptId: id })) throw new NameTaken(slug, 'tag');
}
