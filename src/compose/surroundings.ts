// What editors do to what articles hang on: sections, authors, tags and pictures; and the Must-Reads that they pick.

import { AuditLogRepository } from '../accounts/audit-log.repository';
import { ArticleChangeRepository } from '../articles/article-change.repository';
import { PickEditor } from '../must-reads/edit-picks';
import { PickEditingRepository } from '../must-reads/pick-editing.repository';
import { PicksResolver } from '../must-reads/picks.resolver';
import { Transactions } from '../publishing/article-writing.repository';
import { AuthorsEditingResolver } from '../publishing/authors-editing.resolver';
import { AuthorEditor } from '../publishing/edit-authors';
import { ImageEditor } from '../publishing/edit-images';
import { SectionEditor } from '../publishing/edit-sections';
import { TagEditor } from '../publishing/edit-tags';
import { EditorialActs } from '../publishing/editorial-acts';
import { ImagesEditingResolver } from '../publishing/images-editing.resolver';
import { SectionsEditingResolver } from '../publishing/sections-editing.resolver';
import { SurroundingsListRepository } from '../publishing/surroundings-list.repository';
import { SurroundingsListsResolver } from '../publishing/surroundings-lists.resolver';
import { TagsEditingResolver } from '../publishing/tags-editing.resolver';
import type { Newsroom } from './newsroom';
import type { Stores } from './stores';

export interface Surroundings {
  sections: SectionEditor;
  authors: AuthorEditor;
  tags: TagEditor;
  images: ImageEditor;
  picks: PickEditor;
  resolvers: object[];
}

export function composeSurroundings(
  { dataSource, clock }: Pick<Stores, 'dataSource' | 'clock'>,
  { changes, cards }: Pick<Newsroom, 'changes' | 'cards'>,
): Surroundings {
  const changeRows = new ArticleChangeRepository(dataSource);
  const transactions = new Transactions(dataSource);
  const audit = new AuditLogRepository();
  const acts = new EditorialActs({ transactions, audit, changes });
  const sections = new SectionEditor({ acts, changeRows });
  const authors = new AuthorEditor(acts);
  const tags = new TagEditor(acts);
  const images = new ImageEditor(acts);
  const pickRows = new PickEditingRepository(dataSource);
  const picks = new PickEditor({ picks: pickRows, audit, changeRows, changes, clock });
  return {
    ...{ sections, authors, tags, images, picks },
    resolvers: [
      new SectionsEditingResolver(sections),
      new AuthorsEditingResolver(authors),
      new TagsEditingResolver(tags),
      new ImagesEditingResolver(images),
      new SurroundingsListsResolver(new SurroundingsListRepository(dataSource)),
      new PicksResolver({ editor: picks, picks: pickRows, cards, clock }),
    ],
  };
}
