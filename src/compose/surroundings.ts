// What editors do to what articles hang on: sections, authors, tags and pictures.

import { AuditLogRepository } from '../accounts/audit-log.repository';
import { ArticleChangeRepository } from '../articles/article-change.repository';
import { Transactions } from '../publishing/article-writing.repository';
import { AuthorsEditingResolver } from '../publishing/authors-editing.resolver';
import { AuthorEditor } from '../publishing/edit-authors';
import { ImageEditor } from '../publishing/edit-images';
import { SectionEditor } from '../publishing/edit-sections';
import { TagEditor } from '../publishing/edit-tags';
import { EditorialActs } from '../publishing/editorial-acts';
import { ImagesEditingResolver } from '../publishing/images-editing.resolver';
import { SectionsEditingResolver } from '../publishing/sections-editing.resolver';
import { TagsEditingResolver } from '../publishing/tags-editing.resolver';
import type { Newsroom } from './newsroom';
import type { Stores } from './stores';

export interface Surroundings {
  sections: SectionEditor;
  authors: AuthorEditor;
  tags: TagEditor;
  images: ImageEditor;
  resolvers: object[];
}

export function composeSurroundings(
  { dataSource }: Pick<Stores, 'dataSource'>,
  { changes }: Pick<Newsroom, 'changes'>,
): Surroundings {
  const changeRows = new ArticleChangeRepository(dataSource);
  const transactions = new Transactions(dataSource);
  const acts = new EditorialActs({ transactions, audit: new AuditLogRepository(), changes });
  const sections = new SectionEditor({ acts, changeRows });
  const authors = new AuthorEditor(acts);
  const tags = new TagEditor(acts);
  const images = new ImageEditor(acts);
  return {
    ...{ sections, authors, tags, images },
    resolvers: [
      new SectionsEditingResolver(sections),
      new AuthorsEditingResolver(authors),
      new TagsEditingResolver(tags),
      new ImagesEditingResolver(images),
    ],
  };
}
