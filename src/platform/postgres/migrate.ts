import type { DataSource, QueryRunner } from 'typeorm';
import { type Clock, systemClock } from '../clock';
import { MostreadError } from '../errors';

/** The database has been migrated by a later version of the program. */
export class DatabaseIsNewer extends MostreadError {
  readonly code = 'DATABASE_IS_NEWER';

  constructor(readonly unknownMigrations: readonly string[]) {
    super(
      `The database is newer than this program: it has had ${unknownMigrations.join(', ')}, unknown here. ` +
        'Run the version of Mostread that made it, or a later one; nothing has been changed.',
      { field: 'DATABASE_URL' },
    );
  }
}

/** The database lacks migrations, and whoever asks is not the one to run them. */
export class DatabaseIsOlder extends MostreadError {
  readonly code = 'DATABASE_IS_OLDER';

  constructor(readonly missingMigrations: readonly string[]) {
    super(
      `The database is older than this program: it lacks ${missingMigrations.join(', ')}. ` +
        'Stop the running newsroom and start it again with "npm start", which migrates it.',
      { field: 'DATABASE_URL' },
    );
  }
}

export class PostgresTooOld extends MostreadError {
  readonly code = 'POSTGRES_TOO_OLD';

  constructor(version: string) {
    super(`DATABASE_URL names a Postgres ${version}; version ${OLDEST_MAJOR} is the oldest that will do.`, {
      field: 'DATABASE_URL',
    });
  }
}

const OLDEST_MAJOR = 15;
/** Any number, the same in every process: whoever holds it migrates. */
const MIGRATION_LOCK = 4_170_322_119;
const LOCK_POLL_MS = 200;

export interface Migrate {
  /** A source whose statements may take as long as they need. */
  dataSource: DataSource;
  progress: (step: string) => void;
  clock?: Clock;
}

/**
 * Brings the database up to this code; of several processes that start at once, one does it and the others
 * wait.
 * @throws DatabaseIsNewer, PostgresTooOld; either before anything is changed.
 */
export async function migrate({ dataSource, progress, clock = systemClock }: Migrate): Promise<void> {
  await checkPostgresVersion(dataSource);
  if ((await missingMigrations(dataSource)).length === 0) return;
  const runner = dataSource.createQueryRunner();
  try {
    await takeLock(runner, progress, clock);
    if ((await missingMigrations(dataSource)).length === 0) return;
    progress('Migrating the database');
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query('select pg_advisory_unlock_all()').catch(() => undefined); // a broken connection holds no lock
    await runner.release();
  }
}

/**
 * Checks, and changes nothing: for a command that works on the stores of a newsroom that runs already.
 * @throws DatabaseIsNewer, DatabaseIsOlder
 */
export async function checkMigrated(dataSource: DataSource): Promise<void> {
  const missing = await missingMigrations(dataSource);
  if (missing.length > 0) throw new DatabaseIsOlder(missing);
}

async function takeLock(runner: QueryRunner, progress: (step: string) => void, clock: Clock): Promise<void> {
  for (let waited = false; ; waited = true) {
    const [answer] = (await runner.query('select pg_try_advisory_lock($1) as taken', [MIGRATION_LOCK])) as {
      taken: boolean;
    }[];
    if (answer?.taken) return;
    if (!waited) progress('Another process is migrating the database: waiting for it');
    await clock.wait(LOCK_POLL_MS);
  }
}

async function missingMigrations(dataSource: DataSource): Promise<string[]> {
  const known = dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const done = await migrationsDone(dataSource);
  const unknown = done.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new DatabaseIsNewer(unknown);
  return known.filter((name) => !done.includes(name));
}

async function migrationsDone(dataSource: DataSource): Promise<string[]> {
  const [table] = (await dataSource.query(`select to_regclass('migrations') as name`)) as {
    name: string | null;
  }[];
  if (!table?.name) return [];
  const rows = (await dataSource.query('select name from migrations order by id')) as { name: string }[];
  return rows.map(({ name }) => name);
}

async function checkPostgresVersion(dataSource: DataSource): Promise<void> {
  const [row] = (await dataSource.query(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number`,
  )) as { version: string; number: number }[];
  if (row && row.number < OLDEST_MAJOR * 10_000) throw new PostgresTooOld(row.version);
}
