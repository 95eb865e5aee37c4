import type { Section } from '../sections/section.entity';
import type { Transaction } from './article-writing.repository';

const columns = `id, slug, name, parent_id as "parentId", position, version`;

/** All of them, siblings in their order. */
export function sectionsToEdit(transaction: Transaction): Promise<Section[]> {
  return transaction.query(`select ${columns} from section order by position, name, id`);
}

export async function insertSection(transaction: Transaction, section: Section): Promise<void> {
  await transaction.query(
    `insert into section (id, slug, name, parent_id, position, version) values ($1, $2, $3, $4, $5, $6)`,
    valuesOf(section),
  );
}

export async function updateSectionRow(transaction: Transaction, section: Section): Promise<void> {
  await transaction.query(
    `update section set slug = $2, name = $3, parent_id = $4, position = $5, version = $6 where id = $1`,
    valuesOf(section),
  );
}

/** Their positions, and nothing else: whoever edits one of them has nothing to hear of it. */
export async function placeSections(transaction: Transaction, ids: readonly string[]): Promise<void> {
  await transaction.query(
    `update section s set position = place.at - 1
     from unnest($1::uuid[]) with ordinality as place(id, at)
     where s.id = place.id and s.position <> place.at - 1`,
    [ids],
  );
}

/** Nobody can write an article into it until the transaction ends; those that are being written are waited for. */
export async function lockSection(transaction: Transaction, id: string): Promise<void> {
  await transaction.query(`select id from section where id = $1 for update`, [id]);
}

/** Whatever their status. */
export async function articlesInSection(transaction: Transaction, id: string): Promise<number> {
  const [row] = await transaction.query(
    `select count(*)::integer as count from article where section_id = $1`,
    [id],
  );
  return row.count;
}

/** Rows of one statement, which Postgres ends after ten seconds. */
const BATCH = 5_000;

/** All of them, whatever their status, the newest first; gives which. */
export async function moveArticles(
  transaction: Transaction,
  { fromId, toId }: { fromId: string; toId: string },
): Promise<{ articleId: string; number: number }[]> {
  const moved: { articleId: string; number: number }[] = [];
  for (;;) {
    const [rows] = (await transaction.query(
      `update article set section_id = $2 where id in (
         select id from article where section_id = $1 order by id desc limit $3
       ) returning id as "articleId", number`,
      [fromId, toId, BATCH],
    )) as [{ articleId: string; number: number }[], number];
    moved.push(...rows);
    if (rows.length < BATCH) return moved;
  }
}

export async function deleteSectionRow(transaction: Transaction, id: string): Promise<void> {
  await transaction.query(`delete from section where id = $1`, [id]);
}

function valuesOf({ id, slug, name, parentId, position, version }: Section): unknown[] {
  return [id, slug, name, parentId, position, version];
}
