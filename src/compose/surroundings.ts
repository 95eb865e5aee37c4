// What editors do to what articles hang on: sections, authors, tags and pictures.

import { AuditLogRepository } from '../accounts/audit-log.repository';
import { ArticleChangeRepository } from '../articles/article-change.repository';
import { Transactions } from '../publishing/article-writing.repository';
import { SectionEditor } from '../publishing/edit-sections';
import { EditorialActs } from '../publishing/editorial-acts';
import { SectionsEditingResolver } from '../publishing/sections-editing.resolver';
import type { Newsroom } from './newsroom';
import type { Stores } from './stores';

export interface Surroundings {
  sections: SectionEditor;
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
  return { sections, resolvers: [new SectionsEditingResolver(sections)] };
}
