import { aDraft } from '../builders/an-article-draft';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';
import { SOON_MS, until } from '../setup/until';

const stores = useStores();
const newsroom = useNewsroom(stores);
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));

describe('comments', () => {
  let articleIds: string[];

  beforeAll(async () => {
    const written = await newsroom.writer.write([
      aDraft('talked-of'),
      aDraft('also-talked-of'),
      aDraft('quiet'),
    ]);
    articleIds = written.map(({ id }) => id);
    const [first, second] = articleIds as [string, string];
    await newsroom.comments.writeVisible([
      {
        articleId: first,
        authorName: 'Ines',
        text: 'First',
        createdAt: at(1),
        answers: [
          { authorName: 'Bo', text: 'Late answer', createdAt: at(9) },
          { authorName: 'Kai', text: 'Early answer', createdAt: at(5) },
        ],
      },
      { articleId: first, authorName: 'Bo', text: 'Second', createdAt: at(2) },
      { articleId: first, authorName: 'Kai', text: 'Third', createdAt: at(3) },
      { articleId: second, authorName: 'Bo', text: 'Elsewhere', createdAt: at(4) },
    ]);
    await stores.dataSource.query(`update comment set status = 'HELD' where text = 'Second'`);
  });

  test('are counted with their answers, and only those that readers see', async () => {
    expect(Object.fromEntries(await newsroom.comments.countsOf(articleIds))).toEqual({
      [articleIds[0]!]: { all: 4, top: 2, isClosed: false },
      [articleIds[1]!]: { all: 1, top: 1, isClosed: false },
    });
  });

  test('come newest first, of several articles in one statement, and go on after a place', async () => {
    const newest = await newsroom.comments.newestOf(articleIds, 1);
    expect(newest.get(articleIds[0]!)?.map(({ text }) => text)).toEqual(['Third']);
    expect(newest.get(articleIds[1]!)?.map(({ text }) => text)).toEqual(['Elsewhere']);
    expect(newest.has(articleIds[2]!)).toBe(false);
    const third = newest.get(articleIds[0]!)![0]!;
    const place = { createdAtMs: third.createdAt.getTime(), id: third.id };
    const next = await newsroom.comments.newestOf([articleIds[0]!], 5, place);
    expect(next.get(articleIds[0]!)?.map(({ text }) => text)).toEqual(['First']);
  });

  test('hold their answers, oldest first', async () => {
    const newest = await newsroom.comments.newestOf([articleIds[0]!], 5);
    const first = newest.get(articleIds[0]!)!.find(({ text }) => text === 'First')!;
    const answers = await newsroom.comments.answersTo([first.id]);
    expect(answers.get(first.id)?.map(({ text }) => text)).toEqual(['Early answer', 'Late answer']);
  });

  test('that are written in bulk pass the checks of posted ones, all or none', async () => {
    const draft = { articleId: articleIds[2]!, authorName: ' Ines ', createdAt: at(1) };
    const tooLong = { ...draft, text: '가'.repeat(301) };
    const written = newsroom.comments.writeVisible([{ ...draft, text: 'Short' }, tooLong]);
    await expect(written).rejects.toMatchObject({ code: 'COMMENT_TOO_LONG' });
    expect((await newsroom.comments.countsOf([articleIds[2]!])).size).toBe(0);
    await newsroom.comments.writeVisible([{ ...draft, text: 'Shown\r\nas written\u202e' }]);
    const threads = await newsroom.comments.threadsOf([articleIds[2]!], 5);
    expect(threads.get(articleIds[2]!)!.comments).toMatchObject([
      { text: 'Shown\nas written', authorName: 'Ines' },
    ]);
  });

  test('that are written in bulk are told to every process', async () => {
    expect(await newsroom.commentCache.countsOf(articleIds[1]!)).toMatchObject({ all: 1 });
    await newsroom.comments.writeVisible([
      { articleId: articleIds[1]!, authorName: 'Bo', text: 'One more', createdAt: at(6) },
    ]);
    await until(async () => (await newsroom.commentCache.countsOf(articleIds[1]!)).all === 2, {
      withinMs: SOON_MS,
    });
  });
});
