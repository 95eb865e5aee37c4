import type { DataSource } from 'typeorm';
import type { Transaction } from './article-writing.repository';

/** True for whoever is first: it is due no more. */
export async function takeDue(transaction: Transaction, id: string): Promise<number | undefined> {
  const [rows] = (await transaction.query(
    `update article set due_at = null
     where id = $1 and due_at <= now() and status = 'PUBLISHED' returning number`,
    [id],
  )) as [{ number: number }[], number];
  return rows[0]?.number;
}

export class DueArticlesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Whose time has come some time ago, and nobody was told; the longest due first. */
  async overdue({ byMs, limit }: { byMs: number; limit: number }): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `select id from article where due_at <= now() - $1 * interval '1 millisecond' and status = 'PUBLISHED'
       order by due_at limit $2`,
      [byMs, limit],
    );
    return rows.map(({ id }) => id);
  }
}
