// Authors as editors make, change, merge and delete them. Whatever changes of an author, all of its articles have
// changed: they show it in their bylines.

import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../accounts/account';
import { AuditSubject } from '../accounts/audit-entry.entity';
import type { Author } from '../authors/author.entity';
import type { Image } from '../images/image.entity';
import { BadUserInput } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { Transaction } from './article-writing.repository';
import {
  articlesByAuthor,
  authorToEdit,
  deleteAuthorRow,
  isAuthorSlugTaken,
  moveBylines,
  writeAuthor,
} from './author-editing.repository';
import { checkBio, checkPortrait, cleanEmail, cleanName, cleanSlug } from './check-surroundings';
import { differences, type EditorialActs } from './editorial-acts';
import { distinctSlug } from './slug';
import { AuthorHasArticles, NameTaken, NoSuchSurrounding, StaleVersion } from './surroundings.errors';
import { tellArticlesThatShow } from './telling-articles.repository';

export interface Portrait {
  url: string;
  alt?: string | null;
  credit?: string | null;
}

export interface NewAuthor {
  name: string;
  slug?: string | null;
  email?: string | null;
  bio?: string | null;
  picture?: Portrait | null;
}

/** What is left out stays as it is; an `email` or a `picture` of null goes. */
export interface AuthorUpdate extends Omit<NewAuthor, 'name'> {
  id: string;
  version: number;
  name?: string | null;
}

export class AuthorEditor {
  constructor(private readonly acts: EditorialActs) {}

  create(by: Account, given: NewAuthor): Promise<Author> {
    const id = uuidv7();
    const values = checked(given);
    const name = cleanName('name', given.name);
    return this.acts.carryOut(by, async (transaction) => {
      const author: Author = {
        ...{ id, name, version: 1, bio: values.bio ?? '', email: values.email ?? null },
        slug: await freeSlug(transaction, { id, given: given.slug, name }),
        ...pictureOf(id, null, given.picture ?? null),
      };
      await writeAuthor(transaction, author);
      const details = { name, slug: author.slug };
      const act = { act: 'CREATED', subject: AuditSubject.AUTHOR, subjectId: id, details };
      return { result: author, act, changes: [] };
    });
  }

  update(by: Account, given: AuthorUpdate): Promise<Author> {
    const values = checked(given);
    return this.acts.carryOut(by, async (transaction) => {
      const before = await find(transaction, 'id', given.id);
      if (given.version !== before.version) {
        throw new StaleVersion('author', { seen: given.version, present: before.version });
      }
      const { id } = before;
      const author: Author = {
        ...before,
        ...values,
        version: before.version + 1,
        ...(given.picture === undefined ? {} : pictureOf(id, before.picture, given.picture)),
      };
      if (
        values.slug !== undefined &&
        (await isAuthorSlugTaken(transaction, { slug: values.slug, exceptId: id }))
      ) {
        throw new NameTaken(values.slug, 'author');
      }
      await writeAuthor(transaction, author);
      const details = {
        ...differences(before, author, ['name', 'slug', 'email', 'bio', 'version']),
        ...(given.picture === undefined ? {} : { picture: given.picture?.url ?? null }),
      };
      const act = { act: 'UPDATED', subject: AuditSubject.AUTHOR, subjectId: id, details };
      return { result: author, act, changes: await tellArticlesThatShow(transaction, 'author', id) };
    });
  }

  /** Gives its id. @throws AuthorHasArticles */
  delete(by: Account, id: string): Promise<string> {
    return this.acts.carryOut(by, async (transaction) => {
      const author = await find(transaction, 'id', id);
      const articles = await articlesByAuthor(transaction, author.id);
      if (articles > 0) throw new AuthorHasArticles({ name: author.name, articles });
      await deleteAuthorRow(transaction, author.id);
      const { name, slug } = author;
      const act = {
        act: 'DELETED',
        subject: AuditSubject.AUTHOR,
        subjectId: author.id,
        details: { name, slug },
      };
      return { result: author.id, act, changes: [] };
    });
  }

  /** All articles of the one are the other's from then on; the one is gone. */
  merge(by: Account, { id, intoId }: { id: string; intoId: string }): Promise<Author> {
    return this.acts.carryOut(by, async (transaction) => {
      const [from, into] = await findTwo(transaction, { id, intoId });
      const changes = await tellArticlesThatShow(transaction, 'author', from.id);
      await moveBylines(transaction, { fromId: from.id, intoId: into.id });
      await deleteAuthorRow(transaction, from.id);
      const details = { name: from.name, slug: from.slug, into: into.id, articles: changes.length };
      const act = { act: 'MERGED', subject: AuditSubject.AUTHOR, subjectId: from.id, details };
      return { result: into, act, changes };
    });
  }
}

type Values = Partial<Pick<Author, 'name' | 'slug' | 'bio' | 'email'>>;

/** Only what is given; `slug` only where it is given by itself. @throws BadUserInput */
function checked({ name, slug, email, bio, picture }: Omit<AuthorUpdate, 'id' | 'version'>): Values {
  const values: Values = {};
  if (name != null) values.name = cleanName('name', name);
  if (slug != null) values.slug = cleanSlug(slug, '');
  if (email !== undefined) values.email = email === null ? null : cleanEmail(email);
  if (bio != null) values.bio = checkBio(bio);
  if (picture != null) checkPortrait(picture);
  return values;
}

/** Two people may have one name: where none is given, the second gets a slug of its own. */
async function freeSlug(
  transaction: Transaction,
  { id, given, name }: { id: string; given: string | null | undefined; name: string },
): Promise<string> {
  const slug = cleanSlug(given, name);
  if (!(await isAuthorSlugTaken(transaction, { slug, exceptId: id }))) return slug;
  if (given != null) throw new NameTaken(slug, 'author');
  return distinctSlug(slug, id);
}

function pictureOf(
  authorId: string,
  before: Image | null,
  given: Portrait | null,
): Pick<Author, 'picture' | 'pictureId'> {
  if (given === null) return { picture: null, pictureId: null };
  const { url, alt, credit } = given;
  const picture: Image = {
    ...{ id: authorId, url, alt: alt ?? '', caption: '', credit: credit ?? '', width: null, height: null },
    version: before?.id === authorId ? before.version + 1 : 1,
  };
  return { picture, pictureId: authorId };
}

async function find(transaction: Transaction, field: string, id: string): Promise<Author> {
  const known = readUuid(id);
  const author = known === undefined ? undefined : await authorToEdit(transaction, known);
  if (author === undefined) throw new NoSuchSurrounding('author', { field, id });
  return author;
}

async function findTwo(
  transaction: Transaction,
  { id, intoId }: { id: string; intoId: string },
): Promise<[Author, Author]> {
  if (id.toLowerCase() === intoId.toLowerCase()) {
    throw new BadUserInput('intoId', '"intoId" is the author itself; give the id of another one.');
  }
  return [await find(transaction, 'id', id), await find(transaction, 'intoId', intoId)];
}
