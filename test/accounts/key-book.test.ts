import pino from 'pino';
import { type Account, theProgram } from '../../src/accounts/account';
import { ApiKeyRepository } from '../../src/accounts/api-key.repository';
import { drawApiKey, type PresentedKey, readApiKey } from '../../src/accounts/api-key-text';
import { KeyBook } from '../../src/accounts/key-book';
import { Role } from '../../src/accounts/role';
import { Scope } from '../../src/accounts/scope';
import { type Clock, SimulatedClock, systemClock } from '../../src/platform/clock';
import { keyOf } from '../builders/a-key';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const log = pino({ level: 'silent' });
let books: KeyBook[] = [];

/** As a process has one; it counts what it asks Postgres. */
class CountedRepository extends ApiKeyRepository {
  prints = 0;
  readings = 0;
  isAway = false;

  override async fingerprint(): Promise<string> {
    this.prints += 1;
    if (this.isAway) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    return super.fingerprint();
  }
  override async all(limit: number, now: Date) {
    this.readings += 1;
    return super.all(limit, now);
  }
}

async function aBook(clock: Clock = systemClock): Promise<{ book: KeyBook; repository: CountedRepository }> {
  const repository = new CountedRepository(stores.dataSource);
  const book = new KeyBook({ repository, clock, log });
  books.push(book);
  await book.start();
  return { book, repository };
}
afterEach(async () => {
  for (const book of books) await book.stop();
  books = [];
});

const presented = (text: string): PresentedKey => readApiKey(text)!;
const revoke = (text: string) =>
  new ApiKeyRepository(stores.dataSource).revoke(presented(text).id, new Date(), theProgram);
async function outcome(book: KeyBook, text: string): Promise<string> {
  try {
    return (await book.accountOf(presented(text))).name;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('a key', () => {
  test('that is known is answered without a wait and without a statement', async () => {
    const text = await keyOf(stores, Role.WRITER, { name: 'Ada' });
    const { book, repository } = await aBook(new SimulatedClock(Date.now()));
    const before = repository.prints;
    for (let at = 0; at < 1_000; at += 1)
      expect((book.accountOf(presented(text)) as Account).name).toBe('Ada');
    expect(repository.prints - before).toBe(0);
  });

  test('that another process has just created is known when it is first sent', async () => {
    const { book } = await aBook();
    expect(await outcome(book, await keyOf(stores, Role.WRITER, { name: 'new' }))).toBe('new');
  });

  test('that was given fewer scopes by hand has them in each process', async () => {
    const processes = await Promise.all([aBook(), aBook()]);
    const text = await keyOf(stores, Role.EDITOR);
    const may = async (book: KeyBook) => (await book.accountOf(presented(text))).may(Scope.ARTICLES_PUBLISH);
    for (const { book } of processes) expect(await may(book)).toBe(true);
    await stores.dataSource.query(`update api_key set scopes = '{ARTICLES_READ}' where id = $1`, [
      presented(text).id,
    ]);
    for (const { book } of processes) await until(async () => !(await may(book)), { what: 'it has fewer' });
  });

  test('that was revoked in another process is revoked in each of them, with no message', async () => {
    const processes = await Promise.all([aBook(), aBook(), aBook()]);
    const text = await keyOf(stores, Role.EDITOR, { name: 'Ada' });
    for (const { book } of processes) expect(await outcome(book, text)).toBe('Ada');
    await revoke(text);
    for (const { book } of processes)
      await until(async () => (await outcome(book, text)) === 'CREDENTIAL_REVOKED', { withinMs: 5_000 });
  });

  test('that was deleted or revoked by hand is gone as well', async () => {
    const { book } = await aBook();
    const [deleted, revoked] = [await keyOf(stores, Role.EDITOR), await keyOf(stores, Role.EDITOR)];
    expect([await outcome(book, deleted), await outcome(book, revoked)]).toEqual([
      'the editor',
      'the editor',
    ]);
    await stores.dataSource.query(`update api_key set revoked_at = now() where id = $1`, [
      presented(revoked).id,
    ]);
    await stores.dataSource.query(`delete from api_key where id = $1`, [presented(deleted).id]);
    await until(async () => (await outcome(book, revoked)) === 'CREDENTIAL_REVOKED');
    await until(async () => (await outcome(book, deleted)) === 'CREDENTIAL_REFUSED');
  });

  test('ends at its second', async () => {
    const endMs = Math.ceil(Date.now() / 1_000) * 1_000 + 60_000;
    const text = await keyOf(stores, Role.WRITER, { name: 'Ada', expiresAt: new Date(endMs) });
    const clock = new SimulatedClock(endMs - 1);
    const { book } = await aBook(clock);
    expect(await outcome(book, text)).toBe('Ada');
    await clock.advanceTo(endMs);
    expect(await outcome(book, text)).toBe('CREDENTIAL_EXPIRED');
  });

  test('with a wrong secret is as unknown as one that never was, revoked or not', async () => {
    const { book } = await aBook();
    const [good, revoked] = [await keyOf(stores, Role.ADMIN), await keyOf(stores, Role.ADMIN)];
    await revoke(revoked);
    const other = presented(drawApiKey().text).secretHash;
    const refusals = await Promise.all(
      [good, revoked, drawApiKey().text].map((text) =>
        Promise.resolve(book.accountOf({ id: presented(text).id, secretHash: other })).catch((error) => ({
          ...error,
        })),
      ),
    );
    expect(refusals[0]).toMatchObject({ code: 'CREDENTIAL_REFUSED' });
    expect(refusals[1]).toEqual(refusals[0]);
    expect(refusals[2]).toEqual(refusals[0]);
  });

  test('of a role that this version does not know is refused', async () => {
    const { book } = await aBook();
    const text = await keyOf(stores, 'CHIEF' as Role);
    expect(await outcome(book, text)).toBe('CREDENTIAL_REFUSED');
  });
});

describe('a flood of invented keys', () => {
  test('costs a reading now and then, not one each', async () => {
    const { book, repository } = await aBook();
    const keys = Array.from({ length: 2_000 }, () => drawApiKey().text);
    const before = repository.prints;
    const startMs = Date.now();
    const outcomes = await Promise.all(keys.map((text) => outcome(book, text)));
    const again = await Promise.all(keys.map((text) => outcome(book, text)));
    const passedMs = Date.now() - startMs;
    expect(new Set([...outcomes, ...again])).toEqual(new Set(['CREDENTIAL_REFUSED']));
    // Four a second of its own accord, and one for each fiftieth of a second at most.
    expect(repository.prints - before).toBeLessThan(5 + passedMs / 40);
    expect(repository.readings).toBe(1);
  });
});

describe('while Postgres is away', () => {
  test('known keys go on, and of others nothing is said but that it cannot be told', async () => {
    const text = await keyOf(stores, Role.WRITER, { name: 'Ada' });
    const { book, repository } = await aBook();
    repository.isAway = true;
    expect(await outcome(book, text)).toBe('Ada');
    expect(await outcome(book, drawApiKey().text)).toBe('STORE_UNAVAILABLE');
    repository.isAway = false;
    expect(await outcome(book, drawApiKey().text)).toBe('CREDENTIAL_REFUSED');
  });
});

describe('when a key was last used', () => {
  const lastUsed = async (text: string): Promise<Date | null> =>
    (await new ApiKeyRepository(stores.dataSource).byId(presented(text).id))!.lastUsedAt;

  test('is written once a minute, and at the end', async () => {
    const text = await keyOf(stores, Role.WRITER);
    const startMs = Date.now();
    const clock = new SimulatedClock(startMs);
    const { book } = await aBook(clock);
    book.accountOf(presented(text));
    await clock.advanceBy(59_000);
    book.accountOf(presented(text));
    expect(await lastUsed(text)).toBeNull();
    await clock.advanceBy(1_000);
    expect(await lastUsed(text)).toEqual(new Date(startMs + 59_000));
    await clock.advanceBy(10_000);
    book.accountOf(presented(text));
    await book.stop();
    expect(await lastUsed(text)).toEqual(new Date(startMs + 70_000));
  });

  test('is not put back by a process that saw it earlier', async () => {
    const text = await keyOf(stores, Role.WRITER);
    const startMs = Date.now();
    const { book: late } = await aBook(new SimulatedClock(startMs + 5_000));
    const { book: early } = await aBook(new SimulatedClock(startMs));
    for (const book of [late, early]) book.accountOf(presented(text));
    await late.stop();
    await early.stop();
    expect(await lastUsed(text)).toEqual(new Date(startMs + 5_000));
  });
});
