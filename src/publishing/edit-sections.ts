// Sections as editors make, change, move and delete them. The whole tree is looked at within the transaction, so that
// two editors at once can make neither a circle nor two sections of one name.

import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../accounts/account';
import { AuditSubject } from '../accounts/audit-entry.entity';
import { ArticleChangeKind } from '../articles/article-change.entity';
import type { ArticleChangeRepository, ChangeRow } from '../articles/article-change.repository';
import { BadUserInput } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { Section } from '../sections/section.entity';
import type { Transaction } from './article-writing.repository';
import { checkPosition, cleanName, cleanSlug } from './check-surroundings';
import { differences, type EditorialActs } from './editorial-acts';
import {
  articlesInSection,
  deleteSectionRow,
  insertSection,
  lockSection,
  moveArticles,
  placeSections,
  sectionsToEdit,
  updateSectionRow,
} from './section-editing.repository';
import {
  NameTaken,
  NoSuchSurrounding,
  SectionCycle,
  SectionNotEmpty,
  SectionTooDeep,
  StaleVersion,
} from './surroundings.errors';

export interface NewSection {
  name: string;
  slug?: string | null;
  parentId?: string | null;
  /** Among its siblings, from 0; at their end where absent. */
  position?: number | null;
}

/** What is left out stays as it is; a `parentId` of null takes it to the top. */
export interface SectionUpdate {
  id: string;
  version: number;
  name?: string | null;
  slug?: string | null;
  parentId?: string | null;
  position?: number | null;
}

export const SECTION_DEPTH_MAX = 6;

export interface SectionEditorParts {
  acts: EditorialActs;
  changeRows: ArticleChangeRepository;
}

export class SectionEditor {
  constructor(private readonly parts: SectionEditorParts) {}

  create(by: Account, given: NewSection): Promise<Section> {
    const name = cleanName('name', given.name);
    const slug = cleanSlug(given.slug, name);
    checkPosition(given.position);
    return this.parts.acts.carryOut(by, async (transaction) => {
      const sections = await sectionsToEdit(transaction);
      const parent = given.parentId == null ? null : find(sections, 'parentId', given.parentId);
      const section: Section = {
        id: uuidv7(),
        slug,
        name,
        parentId: parent?.id ?? null,
        position: 0,
        version: 1,
      };
      checkPlace([...sections, section], section);
      await insertSection(transaction, section);
      section.position = await this.place(transaction, sections, section, given.position);
      const act = {
        act: 'CREATED',
        subject: AuditSubject.SECTION,
        subjectId: section.id,
        details: { name, slug },
      };
      return { result: section, act, changes: await this.tell(transaction) };
    });
  }

  update(by: Account, given: SectionUpdate): Promise<Section> {
    const name = given.name == null ? undefined : cleanName('name', given.name);
    const slug = given.slug == null ? undefined : cleanSlug(given.slug, '');
    checkPosition(given.position);
    return this.parts.acts.carryOut(by, async (transaction) => {
      const sections = await sectionsToEdit(transaction);
      const before = find(sections, 'id', given.id);
      if (given.version !== before.version) {
        throw new StaleVersion('section', { seen: given.version, present: before.version });
      }
      const parentId =
        given.parentId == null ? given.parentId : find(sections, 'parentId', given.parentId).id;
      const section: Section = {
        ...before,
        name: name ?? before.name,
        slug: slug ?? before.slug,
        parentId: parentId === undefined ? before.parentId : parentId,
        version: before.version + 1,
      };
      checkPlace(
        sections.map((other) => (other.id === section.id ? section : other)),
        section,
      );
      await updateSectionRow(transaction, section);
      if (given.position != null || section.parentId !== before.parentId) {
        section.position = await this.place(transaction, sections, section, given.position);
      }
      const details = differences(before, section, ['name', 'slug', 'parentId', 'position', 'version']);
      const act = { act: 'UPDATED', subject: AuditSubject.SECTION, subjectId: section.id, details };
      return { result: section, act, changes: await this.tell(transaction) };
    });
  }

  /** Gives its id. @throws SectionNotEmpty while it holds articles, whatever their status, or sections */
  delete(by: Account, id: string): Promise<string> {
    return this.parts.acts.carryOut(by, async (transaction) => {
      const sections = await sectionsToEdit(transaction);
      const section = find(sections, 'id', id);
      await lockSection(transaction, section.id);
      const { name, slug } = section;
      const articles = await articlesInSection(transaction, section.id);
      const children = sections.filter(({ parentId }) => parentId === section.id).length;
      if (articles + children > 0) throw new SectionNotEmpty({ name, articles, sections: children });
      await deleteSectionRow(transaction, section.id);
      const act = {
        act: 'DELETED',
        subject: AuditSubject.SECTION,
        subjectId: section.id,
        details: { name, slug },
      };
      return { result: section.id, act, changes: await this.tell(transaction) };
    });
  }

  /** All articles of a section alone, whatever their status; gives how many, and where they are now. */
  moveArticles(
    by: Account,
    given: { fromId: string; toId: string },
  ): Promise<{ section: Section; moved: number }> {
    return this.parts.acts.carryOut(by, async (transaction) => {
      const sections = await sectionsToEdit(transaction);
      const [from, to] = [find(sections, 'fromId', given.fromId), find(sections, 'toId', given.toId)];
      if (from.id === to.id)
        throw new BadUserInput('toId', '"toId" is the section itself; give another one.');
      const articles = await moveArticles(transaction, { fromId: from.id, toId: to.id });
      const kind = ArticleChangeKind.CHANGED;
      const changes = await this.parts.changeRows.writeChanges(
        transaction,
        articles.map((article) => ({ ...article, kind })),
      );
      const details = { to: to.id, articles: articles.length };
      const act = { act: 'EMPTIED', subject: AuditSubject.SECTION, subjectId: from.id, details };
      return { result: { section: to, moved: articles.length }, act, changes };
    });
  }

  /** Puts it at its place among its siblings, who make room; gives the place. */
  private async place(
    transaction: Transaction,
    sections: readonly Section[],
    { id, parentId }: Section,
    wanted: number | null | undefined,
  ): Promise<number> {
    const siblings = sections.filter((other) => other.parentId === parentId && other.id !== id);
    const position = Math.min(wanted ?? siblings.length, siblings.length);
    const ids = siblings.map((sibling) => sibling.id);
    ids.splice(position, 0, id);
    await placeSections(transaction, ids);
    return position;
  }

  private tell(transaction: Transaction): Promise<ChangeRow[]> {
    const change = { articleId: null, number: null, kind: ArticleChangeKind.SECTIONS };
    return this.parts.changeRows.writeChanges(transaction, [change]);
  }
}

function find(sections: readonly Section[], field: string, id: string): Section {
  const known = readUuid(id);
  const section = sections.find((one) => one.id === known);
  if (section === undefined) throw new NoSuchSurrounding('section', { field, id });
  return section;
}

/** @throws NameTaken, SectionCycle, SectionTooDeep unless the section can stand where it does among these */
function checkPlace(sections: readonly Section[], section: Section): void {
  const { id, slug, name } = section;
  if (sections.some((other) => other.slug === slug && other.id !== id)) throw new NameTaken(slug, 'section');
  const byId = new Map(sections.map((one) => [one.id, one]));
  let above = 0;
  for (let next = section.parentId; next !== null; above++) {
    const parent = byId.get(next);
    if (parent === undefined) break;
    if (parent.id === id) throw new SectionCycle({ section: name, parent: nameOf(byId, section.parentId) });
    next = parent.parentId;
  }
  const depth = above + heightOf(sections, id);
  if (depth > SECTION_DEPTH_MAX) throw new SectionTooDeep({ depth, max: SECTION_DEPTH_MAX });
}

function nameOf(byId: ReadonlyMap<string, Section>, id: string | null): string {
  return (id === null ? undefined : byId.get(id)?.name) ?? '';
}

/** Of the section with all that stands under it; known to be no circle. */
function heightOf(sections: readonly Section[], id: string): number {
  const below = sections
    .filter(({ parentId }) => parentId === id)
    .map((child) => heightOf(sections, child.id));
  return 1 + Math.max(0, ...below);
}
