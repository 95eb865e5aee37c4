// An author with more articles than one batch holds. ARTICLES=20000 measures, and says what it took.

import { Account } from '../../src/accounts/account';
import { Role } from '../../src/accounts/role';
import { composeSurroundings } from '../../src/compose/surroundings';
import { systemClock } from '../../src/platform/clock';
import { anArticleDraft } from '../builders/an-article-draft';
import { anotherNewsroom, useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const ARTICLES = Number(process.env['ARTICLES'] ?? 5_200);
const stores = useStores();
const newsroom = useNewsroom(stores);
const editor = new Account({ kind: 'API_KEY', id: 'ida', name: 'Ida', roles: [Role.EDITOR] });
const other = { newsroom: undefined as ReturnType<typeof anotherNewsroom> | undefined };

/** The first `ARTICLES` numbers but one; ids in the order of time. */
async function writeMany(authorId: string): Promise<void> {
  const { dataSource } = stores;
  await dataSource.query(
    `insert into article (id, slug, headline, standfirst, body, language, status, published_at, updated_at, created_at,
       section_id)
     select (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid, 'many-' || n, 'Many ' || n, '', '',
       'en', 'PUBLISHED', timestamptz '2020-01-01' + n * interval '1 minute', now(), now(), s.id
     from generate_series(1, $1::integer) n, section s where s.slug = 'world'`,
    [ARTICLES - 1],
  );
  await dataSource.query(
    `insert into article_author (article_id, author_id, position)
     select id, $1, 0 from article where slug like 'many-%'`,
    [authorId],
  );
}

beforeAll(async () => {
  await newsroom.writer.write([anArticleDraft({ number: 1 })]);
  const [author] = await stores.dataSource.query('select id from author');
  await writeMany(author.id);
  other.newsroom = anotherNewsroom(stores);
  await other.newsroom.start();
  for (const room of [newsroom, other.newsroom]) {
    const numbers = Array.from({ length: ARTICLES }, (_, index) => index + 1);
    await room.cards.byNumbers(numbers);
  }
}, 180_000);

afterAll(() => other.newsroom?.stop());

describe('an author of thousands of articles', () => {
  test('changes on all of them, in every process, while other questions are answered', async () => {
    const there = other.newsroom!;
    const [author] = await stores.dataSource.query('select id, version from author');
    const acts = composeSurroundings({ dataSource: stores.dataSource, clock: systemClock }, newsroom);
    const startMs = systemClock.nowMs();
    let longestMs = 0;
    let isOver = false;
    const asking = (async () => {
      while (!isOver) {
        const beganMs = systemClock.nowMs();
        await stores.dataSource.query('select 1');
        longestMs = Math.max(longestMs, systemClock.nowMs() - beganMs);
        await systemClock.wait(5);
      }
    })();
    const sinceStartMs = () => systemClock.nowMs() - startMs;
    const isShown = (room: typeof newsroom, number: number) =>
      room.cards.peek(number)?.authors[0]?.name === 'Ada Lamp';
    const newest = until(() => isShown(there, ARTICLES), { withinMs: 60_000 }).then(sinceStartMs);
    await acts.authors.update(editor, { id: author.id, version: author.version, name: 'Ada Lamp' });
    const actMs = sinceStartMs();
    const numbers = Array.from({ length: ARTICLES }, (_, index) => index + 1);
    expect(numbers.slice(-400).every((number) => isShown(newsroom, number))).toBe(true);
    const newestMs = await newest;
    const rooms = [newsroom, there];
    await until(() => rooms.every((room) => numbers.every((number) => isShown(room, number))), {
      withinMs: 60_000,
    });
    const allMs = sinceStartMs();
    isOver = true;
    await asking;
    const [row] = await stores.dataSource.query(
      `select count(*)::integer as rows, count(distinct article_id)::integer as articles
       from article_change where kind = 'CHANGED'`,
    );
    expect(row).toEqual({ rows: ARTICLES, articles: ARTICLES });
    if (process.env['ARTICLES']) {
      process.stderr.write(
        `${ARTICLES} articles: act ${actMs} ms, newest elsewhere ${newestMs} ms, all in both ${allMs} ms, ` +
          `longest other question ${longestMs} ms\n`,
      );
    }
  }, 180_000);
});
