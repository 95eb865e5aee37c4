import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../accounts/account';
import { ArticleStatus } from '../articles/article-status';
import { type ArticleContent, type ContentImage, type ContentTag, contentImage } from './article-content';
import { findRevision } from './article-revision.repository';
import type { Transaction } from './article-writing.repository';
import { authorIds, imagesById, sectionId, tagsById } from './content-references.repository';
import { type Editing, type EditOutcome, Refused, refuseFor, type SeenArticle } from './editing';
import { NoSuchRevision } from './publishing.errors';
import { whatIsNewlyMissing } from './readiness';
import { findOrMakeTags } from './surroundings.repository';
import { EditorialAct } from './workflow';

/** The text of an earlier version, as a new one. Where the article stands does not change, nor its address. */
export function restoreRevision(
  editing: Editing,
  by: Account,
  { revision, ...seen }: SeenArticle & { revision: number },
): Promise<EditOutcome> {
  return editing.act(by, EditorialAct.RESTORE_REVISION, seen, async ({ present, standing, transaction }) => {
    const kept = await findRevision(transaction, { articleId: present.id, version: revision });
    if (kept === undefined) throw new Refused([new NoSuchRevision(revision)]);
    const old = { ...present.content, ...kept.content, slug: present.content.slug };
    const content = await withWhatExists(transaction, old, present.content);
    if (standing !== ArticleStatus.DRAFT) refuseFor(whatIsNewlyMissing(present.content, content));
    return { content, details: { revision } };
  });
}

/**
 * Tags and pictures that are gone are made anew. A section or an author cannot be: whoever emptied the section, or
 * merged the author, has given the article another one, and that one stays.
 */
async function withWhatExists(
  transaction: Transaction,
  old: ArticleContent,
  present: ArticleContent,
): Promise<ArticleContent> {
  const section = await sectionId(transaction, old.sectionId);
  const authors = await authorIds(transaction, old.authorIds);
  const pictures = await picturesOf(transaction, old);
  return {
    ...old,
    sectionId: section ?? present.sectionId,
    authorIds: old.authorIds.every((id) => authors.has(id)) ? old.authorIds : present.authorIds,
    tags: await tagsOf(transaction, old),
    leadImage: old.leadImage && pictures(old.leadImage),
    inlineImages: old.inlineImages.map(pictures),
  };
}

async function tagsOf(transaction: Transaction, { tags }: ArticleContent): Promise<ContentTag[]> {
  const there = new Set((await tagsById(transaction, idsIn(tags))).map(({ id }) => id));
  const gone = tags.filter(({ id }) => !there.has(id));
  const made = await findOrMakeTags(
    transaction,
    gone.map(({ name }) => name),
  );
  return tagsById(transaction, [...there, ...made.values()]);
}

/** The same picture where it is as it was; what has been changed since stays so where else it is shown. */
async function picturesOf(
  transaction: Transaction,
  { leadImage, inlineImages }: ArticleContent,
): Promise<(image: ContentImage) => ContentImage> {
  const images = leadImage ? [leadImage, ...inlineImages] : inlineImages;
  const there = await imagesById(transaction, idsIn(images));
  return (kept) => {
    const image = contentImage(kept);
    const present = there.get(image.id);
    const isChanged = present !== undefined && JSON.stringify(present) !== JSON.stringify(image);
    return isChanged ? { ...image, id: uuidv7() } : image;
  };
}

function idsIn(things: readonly { id: string }[]): string[] {
  return things.map(({ id }) => id);
}
