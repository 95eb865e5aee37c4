// From what an editor wants to what is written: the present version with the changes in it, what they refer to found.

import { v7 as uuidv7 } from 'uuid';
import type { MostreadError } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { ArticleContent, ContentImage, ContentTag } from './article-content';
import type { Transaction } from './article-writing.repository';
import type { CheckedChanges, WantedImage } from './content-changes';
import { authorIds, imagesById, isSlugTaken, sectionId, tagsById } from './content-references.repository';
import { AuthorNotFound, ImageNotFound, SectionNotFound, SlugIsPublic, SlugTaken } from './publishing.errors';
import { distinctSlug, slugOf } from './slug';
import { findOrMakeTags } from './surroundings.repository';

export interface ChangedContent {
  content: ArticleContent;
  mistakes: readonly MostreadError[];
}

export interface ArticleToChange {
  id: string;
  content: ArticleContent;
  /** Readers may have seen its address. */
  hasBeenPublic: boolean;
}

/** The version that the changes make; not to be used where there are mistakes. */
export async function applyChanges(
  transaction: Transaction,
  article: ArticleToChange,
  changes: CheckedChanges,
): Promise<ChangedContent> {
  const before = article.content;
  const mistakes: MostreadError[] = [...changes.mistakes];
  // Values that are wrong are looked up nowhere.
  if (mistakes.length > 0) return { content: before, mistakes };
  const content: ArticleContent = {
    ...before,
    headline: given(changes.headline, before.headline),
    standfirst: given(changes.standfirst, before.standfirst),
    body: given(changes.body, before.body),
    language: changes.language ?? before.language,
    canonicalUrl: changes.canonicalUrl === undefined ? before.canonicalUrl : changes.canonicalUrl,
  };
  if (changes.section != null) {
    const id = await sectionId(transaction, changes.section);
    if (id === undefined) mistakes.push(new SectionNotFound(changes.section));
    else content.sectionId = id;
  }
  if (changes.authors !== undefined) {
    content.authorIds = await findAuthors(transaction, changes.authors ?? [], mistakes);
  }
  await changeImages(transaction, content, changes, mistakes);
  content.slug = await slugFor(transaction, article, { content, changes, mistakes });
  // Last, since it is the only one that writes.
  if (changes.tags !== undefined && mistakes.length === 0) {
    content.tags = await findTags(transaction, changes.tags ?? []);
  }
  return { content, mistakes };
}

function given(value: string | null | undefined, before: string): string {
  return value === undefined ? before : (value ?? '');
}

async function findAuthors(
  transaction: Transaction,
  names: readonly string[],
  mistakes: MostreadError[],
): Promise<string[]> {
  const found = await authorIds(transaction, names);
  names.forEach((name, at) => {
    if (!found.has(name)) mistakes.push(new AuthorNotFound(`authors[${at}]`, name));
  });
  return [...new Set(names.flatMap((name) => found.get(name) ?? []))];
}

async function findTags(transaction: Transaction, names: readonly string[]): Promise<ContentTag[]> {
  const ids = await findOrMakeTags(transaction, names);
  return tagsById(transaction, [...ids.values()]);
}

async function changeImages(
  transaction: Transaction,
  content: ArticleContent,
  { leadImage, inlineImages }: CheckedChanges,
  mistakes: MostreadError[],
): Promise<void> {
  const wanted = [...(leadImage ? [leadImage] : []), ...(inlineImages ?? [])];
  const ids = wanted.flatMap(({ id }) => (id == null ? [] : (readUuid(id) ?? [])));
  const known = ids.length === 0 ? new Map() : await imagesById(transaction, ids);
  const present = [...(content.leadImage ? [content.leadImage] : []), ...content.inlineImages];
  const find = (field: string, image: WantedImage): ContentImage[] => {
    if (image.id == null) return [sameOf(present, image) ?? newImage(image)];
    const found: ContentImage | undefined = known.get(readUuid(image.id));
    if (found === undefined) mistakes.push(new ImageNotFound(field, image.id));
    return found === undefined ? [] : [found];
  };
  if (leadImage !== undefined)
    content.leadImage = leadImage ? (find('leadImage', leadImage)[0] ?? null) : null;
  if (inlineImages !== undefined) {
    const images = (inlineImages ?? []).flatMap((image, at) => find(`inlineImages[${at}]`, image));
    content.inlineImages = [...new Map(images.map((image) => [image.id, image])).values()];
  }
}

/** The picture as it is already: what an editor sends back unchanged stays the same one. */
function sameOf(present: readonly ContentImage[], wanted: WantedImage): ContentImage | undefined {
  const { id: _, ...values } = newImage(wanted);
  return present.find((image) =>
    Object.entries(values).every(([name, value]) => image[name as keyof ContentImage] === value),
  );
}

function newImage({ url, alt, caption, credit, width, height }: WantedImage): ContentImage {
  return {
    id: uuidv7(),
    url: url ?? '',
    alt: alt ?? '',
    caption: caption ?? '',
    credit: credit ?? '',
    width: width ?? null,
    height: height ?? null,
  };
}

/**
 * The one that was given, if it is free. Else an article that has never been public is called after its headline, and
 * follows it unless somebody has given it a slug of its own.
 */
async function slugFor(
  transaction: Transaction,
  { id, content: before, hasBeenPublic }: ArticleToChange,
  { content, changes, mistakes }: ChangedContent & { changes: CheckedChanges; mistakes: MostreadError[] },
): Promise<string> {
  const { slug } = changes;
  if (slug === before.slug) return slug;
  if (hasBeenPublic) {
    if (slug !== undefined) mistakes.push(new SlugIsPublic(before.slug));
    return before.slug;
  }
  if (slug != null) {
    if (await isSlugTaken(transaction, { slug, exceptId: id })) mistakes.push(new SlugTaken(slug));
    return slug;
  }
  const ofBefore = slugOf(before.headline);
  const isMade = [ofBefore, distinctSlug(ofBefore, id), ''].includes(before.slug);
  const isNew = before.slug === '' || content.headline !== before.headline;
  if (slug === undefined && !(isMade && isNew)) return before.slug;
  const made = slugOf(content.headline);
  return (await isSlugTaken(transaction, { slug: made, exceptId: id })) ? distinctSlug(made, id) : made;
}
