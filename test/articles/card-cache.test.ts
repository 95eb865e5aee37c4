import type { DataSource } from 'typeorm';
import { ArticleChangeKind } from '../../src/articles/article-change.entity';
import { ArticleStatus } from '../../src/articles/article-status';
import { CardRepository, type StoredCard } from '../../src/articles/card.repository';
import { CardCache } from '../../src/articles/card-cache';
import { systemClock } from '../../src/platform/clock';
import { aDraft } from '../builders/an-article-draft';
import { withdraw } from '../builders/an-editor';
import { anotherNewsroom, useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';
import { SOON_MS, until } from '../setup/until';

const stores = useStores();
const newsroom = useNewsroom(stores);

/** An empty cache over a source that counts its statements. */
function aCountingCache(size = 1_000) {
  const statements: string[] = [];
  const counted = {
    query: (sql: string, values: unknown[]) => {
      statements.push(sql);
      return stores.dataSource.query(sql, values);
    },
  } as unknown as DataSource;
  const cache = new CardCache({
    repository: new CardRepository(counted),
    sections: newsroom.sections,
    clock: systemClock,
    log: stores.log,
    size,
  });
  return { cache, statements };
}

async function written(count: number, prefix: string) {
  return newsroom.writer.write(Array.from({ length: count }, (_, index) => aDraft(`${prefix}-${index}`)));
}

describe('the cache of cards', () => {
  test.each([1, 50])('reads %i missing cards, asked for one by one, in one statement', async (count) => {
    const articles = await written(count, `batch-${count}`);
    const { cache, statements } = aCountingCache();
    const cards = await Promise.all(articles.map(async ({ number }) => (await cache.byNumbers([number]))[0]));
    expect(cards.map((card) => card?.id)).toEqual(articles.map(({ id }) => id));
    expect(statements).toHaveLength(1);
    await cache.byIds(articles.map(({ id }) => id));
    await cache.bySlug(cards[0]!.slug);
    expect(statements).toHaveLength(1);
  });

  test('never reads a body', async () => {
    const articles = await written(3, 'bodies');
    const { cache, statements } = aCountingCache();
    await cache.byNumbers(articles.map(({ number }) => number));
    expect(statements.join()).not.toMatch(/\bbody\b/);
  });

  test('remembers for a while that nobody knows an id', async () => {
    const { cache, statements } = aCountingCache();
    expect(await cache.byNumbers([999_999])).toEqual([undefined]);
    expect(await cache.byNumbers([999_999])).toEqual([undefined]);
    expect(await cache.bySlug('no-such-article')).toBeUndefined();
    expect(await cache.bySlug('no-such-article')).toBeUndefined();
    expect(statements).toHaveLength(2);
  });

  test('answers a slug that no article can have without keeping it', async () => {
    const { cache, statements } = aCountingCache();
    expect(await cache.bySlug('x'.repeat(101))).toBeUndefined();
    expect(statements).toHaveLength(0);
  });

  test('knows a slug whose letters come apart', async () => {
    const [article] = await newsroom.writer.write([aDraft('apart', { slug: '한강-다리' })]);
    const { cache } = aCountingCache();
    expect('한강-다리'.normalize('NFD')).not.toBe('한강-다리');
    expect((await cache.bySlug('한강-다리'.normalize('NFD')))?.id).toBe(article?.id);
  });

  test('knows an id in capitals, and no article under what is no id', async () => {
    const [article] = await written(1, 'capitals');
    const { cache } = aCountingCache();
    const [card, none] = await cache.byIds([article!.id.toUpperCase(), 'no id']);
    expect(card?.number).toBe(article!.number);
    expect(none).toBeUndefined();
  });

  test('reads again the card of a change that it could not read', async () => {
    const [article] = await written(1, 'unread');
    await newsroom.cards.byNumbers([article!.number]);
    const failing = jest
      .spyOn(CardRepository.prototype, 'cardsByNumber')
      .mockRejectedValueOnce(new Error('the connection broke'));
    await newsroom.writer.write([aDraft('unread-0', { headline: 'Read in the end' })]);
    expect(newsroom.cards.peek(article!.number)).toBeUndefined();
    await until(() => newsroom.cards.peek(article!.number)?.headline === 'Read in the end', {
      withinMs: SOON_MS,
      what: 'the card is read again',
    });
    failing.mockRestore();
  });

  test('tells of a withdrawal at once, though it holds no card and can read none', async () => {
    const [article] = await written(1, 'unheld');
    const heard: (string | undefined)[] = [];
    const stop = newsroom.cards.onCard((number, card) => {
      if (number === article!.number) heard.push(card?.status);
    });
    (newsroom.cards as unknown as { cards: Map<number, unknown> }).cards.delete(article!.number);
    const failing = jest
      .spyOn(CardRepository.prototype, 'cardsByNumber')
      .mockRejectedValueOnce(new Error('the connection broke'));
    await withdraw(newsroom, article!.id);
    expect(heard).toEqual([undefined]);
    expect(newsroom.latest.newest({ limit: 1_000 }).map(({ id }) => id)).not.toContain(article!.id);
    failing.mockRestore();
    stop();
  });

  test('holds no more than its size, and still answers for the rest', async () => {
    const articles = await written(30, 'bounded');
    const { cache } = aCountingCache(10);
    const numbers = articles.map(({ number }) => number);
    expect((await cache.byNumbers(numbers)).every((card) => card !== undefined)).toBe(true);
    expect(numbers.filter((number) => cache.peek(number)).length).toBe(10);
    expect(cache.peekById(articles[0]!.id)).toBeUndefined();
    expect((await cache.byIds([articles[0]!.id]))[0]?.number).toBe(numbers[0]);
  });

  test('shows a new article that it was asked for before it was there', async () => {
    expect(await newsroom.cards.bySlug('headline-of-late-comer')).toBeUndefined();
    await newsroom.writer.write([aDraft('late-comer')]);
    expect((await newsroom.cards.bySlug('headline-of-late-comer'))?.headline).toBe('Headline of late-comer');
  });

  test('follows a change that another process makes, even when no message arrives', async () => {
    const [article] = await written(1, 'elsewhere');
    await newsroom.cards.byNumbers([article!.number]);
    const other = anotherNewsroom(stores);
    jest.spyOn(other.changes, 'announce').mockResolvedValue(undefined); // the message is lost
    await other.writer.write([aDraft('elsewhere-0', { headline: 'Written elsewhere' })]);
    await until(() => newsroom.cards.peek(article!.number)?.headline === 'Written elsewhere', {
      withinMs: SOON_MS,
      what: 'the new headline',
    });
    await withdraw(other, article!.id);
    await until(() => newsroom.cards.peek(article!.number)?.status === 'WITHDRAWN', {
      withinMs: SOON_MS,
      what: 'withdrawn',
    });
  });

  test('tells of the last of two changes, in whatever order they are read', async () => {
    const [article] = await written(1, 'overtaken');
    const repository = new CardRepository(stores.dataSource);
    const [before] = await repository.cardsByNumber([article!.number]);
    const answers: ((cards: StoredCard[]) => void)[] = [];
    const slow = { cardsByNumber: () => new Promise<StoredCard[]>((answer) => answers.push(answer)) };
    const { sections } = newsroom;
    const cache = new CardCache({
      repository: slow as unknown as CardRepository,
      ...{ sections, clock: systemClock, log: stores.log, size: 10 },
    });
    const heard: (string | undefined)[] = [];
    cache.onCard((_, card) => void heard.push(card?.status));
    let change: (kind: 'CHANGED' | 'WITHDRAWN') => void = () => undefined;
    cache.follow({
      onChange: (listener) => {
        const { id: articleId, number } = article!;
        change = (kind) => void listener({ id: '0', articleId, number, kind: ArticleChangeKind[kind] });
        return () => undefined;
      },
    });
    change('CHANGED');
    await until(() => answers.length === 1, { withinMs: SOON_MS, what: 'the first reading' });
    change('WITHDRAWN');
    await until(() => answers.length === 2, { withinMs: SOON_MS, what: 'the second reading' });
    answers[1]!([{ ...before!, status: ArticleStatus.WITHDRAWN }]);
    await until(() => heard.length === 1, { withinMs: SOON_MS, what: 'the withdrawal' });
    answers[0]!([before!]);
    await systemClock.wait(20);
    expect(heard).toEqual([undefined, 'WITHDRAWN']); // gone at once, then with its card
    expect(cache.peek(article!.number)?.status).toBe('WITHDRAWN');
  });
});
