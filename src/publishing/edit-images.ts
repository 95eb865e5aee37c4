// What stands beside a picture, as editors put it right.

import type { Account } from '../accounts/account';
import { Forbidden } from '../accounts/accounts.errors';
import { AuditSubject } from '../accounts/audit-entry.entity';
import { Scope } from '../accounts/scope';
import type { Image } from '../images/image.entity';
import { readUuid } from '../platform/graphql/id-or-slug';
import { checkText, isBlank, lengths } from './check-values';
import { differences, type EditorialActs } from './editorial-acts';
import { imageToEdit, placesOfImage, updateImageRow } from './image-editing.repository';
import { NoSuchSurrounding, StaleVersion } from './surroundings.errors';
import { tellArticlesThatShow } from './telling-articles.repository';

/** What is left out stays as it is. */
export interface ImageUpdate {
  id: string;
  version: number;
  alt?: string | null;
  caption?: string | null;
  credit?: string | null;
}

const texts = ['alt', 'caption', 'credit'] as const;

export class ImageEditor {
  constructor(private readonly acts: EditorialActs) {}

  /** @throws Forbidden where the picture is public, or an author's, and the caller may not change what is */
  update(by: Account, given: ImageUpdate): Promise<Image> {
    for (const field of texts) checkText(field, given[field] ?? '', lengths.caption);
    return this.acts.carryOut(by, async (transaction) => {
      const id = readUuid(given.id);
      const before = id === undefined ? undefined : await imageToEdit(transaction, id);
      if (before === undefined) throw new NoSuchSurrounding('image', { field: 'id', id: given.id });
      const { isPortrait, isPublished } = await placesOfImage(transaction, before.id);
      if (isPublished) demand(by, Scope.ARTICLES_PUBLISH);
      if (isPortrait) demand(by, Scope.AUTHORS_WRITE);
      if (given.version !== before.version) {
        throw new StaleVersion('image', { seen: given.version, present: before.version });
      }
      const image: Image = { ...before, version: before.version + 1 };
      for (const field of texts) {
        const text = given[field]?.trim();
        // Nothing was published without them, and nothing public loses them.
        if (text !== undefined && isBlank(text) && isPublished && before[field] !== '')
          checkText(field, text, lengths.caption, 'required');
        if (text !== undefined) image[field] = text;
      }
      await updateImageRow(transaction, image);
      const details = differences(before, image, [...texts, 'version']);
      const act = { act: 'UPDATED', subject: AuditSubject.IMAGE, subjectId: image.id, details };
      return { result: image, act, changes: await tellArticlesThatShow(transaction, 'image', image.id) };
    });
  }
}

function demand(by: Account, scope: Scope): void {
  if (!by.may(scope)) throw new Forbidden({ name: by.name, needed: scope });
}
