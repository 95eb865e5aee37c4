import { MostreadError } from '../errors';

/** Every way to a Redis was tried. */
export class NoRedis extends MostreadError {
  readonly code = 'NO_REDIS';

  constructor(tried: readonly string[], installCommand: string) {
    super(
      `There is no Redis here and none could be had:\n${tried.map((line) => `  ${line}`).join('\n')}\n` +
        `Install one (${installCommand}), or set REDIS_URL to one of your own, version 7 or later.`,
      { field: 'REDIS_URL' },
    );
  }
}

export class RedisDidNotStart extends MostreadError {
  readonly code = 'REDIS_DID_NOT_START';

  constructor(folder: string, lastWords: string) {
    super(`The embedded Redis in ${folder} did not start. Its last words:\n${lastWords || '(none)'}`);
  }
}

/** The append-only file was written by a newer Redis than the one found now. */
export class RedisDataOfAnotherVersion extends MostreadError {
  readonly code = 'REDIS_DATA_OF_ANOTHER_VERSION';

  constructor(folder: string, found: string, wanted: string) {
    super(
      `The data in ${folder} were written by Redis ${found}, and the one found here is ${wanted}, ` +
        'which cannot read them. Ways out: put the newer Redis on the PATH; or serve that folder with it and set ' +
        'REDIS_URL; or move that folder away: articles stay, counts begin anew.',
      { field: 'DATA_FOLDER' },
    );
  }
}
