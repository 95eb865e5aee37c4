import type { DataSource } from 'typeorm';
import type { Tombstone } from './tombstone.type';

const columns = `id, slug, headline, withdrawn_at as "withdrawnAt", withdrawal_reason as reason`;

/** Only of what readers have seen: what was never public leaves none. */
const isTombstone = `status = 'WITHDRAWN' and withdrawn_at is not null and published_at <= withdrawn_at`;

export class TombstoneRepository {
  constructor(private readonly dataSource: DataSource) {}

  async ofId(id: string): Promise<Tombstone | null> {
    const [row] = await this.dataSource.query(
      `select ${columns} from article where id = $1 and ${isTombstone}`,
      [id],
    );
    return row ?? null;
  }

  async ofSlug(slug: string): Promise<Tombstone | null> {
    const [row] = await this.dataSource.query(
      `select ${columns} from article where slug = $1 and ${isTombstone}`,
      [slug],
    );
    return row ?? null;
  }
}
