import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../accounts/account';
import { ArticleStatus } from '../articles/article-status';
import type { MostreadError } from '../platform/errors';
import { type ArticleContent, type ContentImage, type ContentTag, contentImage } from './article-content';
import { findRevision } from './article-revision.repository';
import type { Transaction } from './article-writing.repository';
import { authorIds, imagesById, sectionId, tagsById } from './content-references.repository';
import { type Editing, type EditOutcome, Refused, refuseFor, type SeenArticle } from './editing';
import { AuthorNotFound, NoSuchRevision, SectionNotFound } from './publishing.errors';
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
    const { content, mistakes } = await withWhatExists(transaction, old);
    refuseFor(mistakes);
    if (standing !== ArticleStatus.DRAFT) refuseFor(whatIsNewlyMissing(present.content, content));
    return { content, details: { revision } };
  });
}

/** Sections and authors that are gone must be made again first; tags and pictures are made anew here. */
async function withWhatExists(
  transaction: Transaction,
  old: ArticleContent,
): Promise<{ content: ArticleContent; mistakes: MostreadError[] }> {
  const mistakes: MostreadError[] = [];
  if ((await sectionId(transaction, old.sectionId)) === undefined) {
    mistakes.push(new SectionNotFound(old.sectionId));
  }
  const authors = await authorIds(transaction, old.authorIds);
  old.authorIds.forEach((id, at) => {
    if (!authors.has(id)) mistakes.push(new AuthorNotFound(`authors[${at}]`, id));
  });
  if (mistakes.length > 0) return { content: old, mistakes };
  const pictures = await picturesOf(transaction, old);
  const content = {
    ...old,
    authorIds: old.authorIds.flatMap((id) => authors.get(id) ?? []),
    tags: await tagsOf(transaction, old),
    leadImage: old.leadImage && pictures(old.leadImage),
    inlineImages: old.inlineImages.map(pictures),
  };
  return { content, mistakes };
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
