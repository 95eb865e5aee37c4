import { SimulatedClock } from '../../../src/platform/clock';
import { Channel } from '../../../src/platform/redis/channel';
import { type StoredList, toStored } from '../../../src/recommendations/text/similar-list';
import { SimilarTexts } from '../../../src/recommendations/text/similar-texts';
import { useStores } from '../../setup/stores';
import { until } from '../../setup/until';

const stores = useStores();
const clock = new SimulatedClock(1_000_000);
let rows: Map<number, StoredList>;
let asked: number[][];
let isAway: boolean;
let texts: SimilarTexts;

const repository = {
  async listsOf(articles: readonly number[]): Promise<StoredList[]> {
    asked.push([...articles]);
    if (isAway) throw new Error('Postgres is away');
    return articles.flatMap((article) => rows.get(article) ?? []);
  },
};
const channel = () => new Channel<number[]>(stores.redis, 'similar-texts');
const store = (article: number, others: number[]) =>
  rows.set(
    article,
    toStored(
      article,
      others.map((other) => ({ article: other, similarity: 0.5, words: ['budget'] })),
    ),
  );
const othersOf = (article: number) => texts.similarTo(article).map((one) => one.article);

beforeEach(async () => {
  rows = new Map();
  asked = [];
  isAway = false;
  texts = new SimilarTexts({ repository, channel: channel(), clock, log: stores.log, size: 1_000 });
  await texts.start();
});
afterEach(() => texts.stop());

describe('similar texts in memory', () => {
  test('are read once, together with all that is asked for at the same time', async () => {
    store(1, [2, 3]);
    store(4, [1]);
    await Promise.all([texts.know([1]), texts.know([4, 1])]);
    expect(texts.similarTo(1)).toMatchObject([
      { article: 2, similarity: expect.closeTo(0.5, 4), words: ['budget'] },
      { article: 3, similarity: expect.closeTo(0.5, 4), words: ['budget'] },
    ]);
    expect(othersOf(4)).toEqual([1]);
    expect(texts.know([1, 4])).toBeUndefined();
    expect(asked).toEqual([[1, 4]]);
  });

  test('are none at the first time, and there soon after', async () => {
    store(1, [2]);
    expect(othersOf(1)).toEqual([]);
    await until(() => othersOf(1).length === 1);
  });

  test('are read again when they have changed, and shown as they were until then', async () => {
    store(1, [2]);
    await texts.know([1]);
    store(1, [5]);
    await channel().publish([1]);
    await until(() => {
      const others = othersOf(1);
      expect([[2], [5]]).toContainEqual(others);
      return others[0] === 5;
    });
  });

  test('that have changed are waited for, however long ago they were read, but no longer than a moment', async () => {
    store(1, [2]);
    await texts.know([1]);
    await clock.advanceBy(3_000);
    store(1, [5]);
    await channel().publish([1]);
    await until(() => texts.know([1]) !== undefined);
    await texts.know([1]);
    expect(othersOf(1)).toEqual([5]);
    expect(texts.know([1])).toBeUndefined();
  });

  test('that have changed while Postgres hangs are shown as they were, after a tenth of a second', async () => {
    store(1, [2]);
    let isHanging = false;
    const hanging = {
      listsOf: (articles: readonly number[]) =>
        isHanging ? new Promise<StoredList[]>(() => undefined) : repository.listsOf(articles),
    };
    // It cannot be stopped: it waits for what it has asked for.
    const waiting = new SimilarTexts({
      repository: hanging,
      channel: channel(),
      clock,
      log: stores.log,
      size: 9,
    });
    await waiting.start();
    await waiting.know([1]);
    isHanging = true;
    await channel().publish([1]);
    await until(() => waiting.know([1]) !== undefined);
    const known = waiting.know([1]);
    await clock.advanceBy(100);
    await known;
    expect(waiting.similarTo(1).map((one) => one.article)).toEqual([2]);
    void waiting.stop();
  });

  test('are read again after a minute, whatever message was lost', async () => {
    store(1, [2]);
    await texts.know([1]);
    store(1, [5]);
    await clock.advanceBy(61_000);
    expect(othersOf(1)).toEqual([2]);
    await until(() => othersOf(1)[0] === 5);
  });

  test('that are not there yet are looked for again, and not with every question', async () => {
    await texts.know([1]);
    for (let question = 0; question < 100; question++) texts.similarTo(1);
    expect(asked).toHaveLength(1);
    store(1, [2]);
    await clock.advanceBy(6_000);
    texts.similarTo(1);
    await until(() => othersOf(1).length === 1);
  });

  test('stay while Postgres is away, which is not asked more than once a second', async () => {
    store(1, [2]);
    await texts.know([1]);
    isAway = true;
    await clock.advanceBy(61_000);
    for (let question = 0; question < 50; question++) {
      expect(othersOf(1)).toEqual([2]);
      await texts.know([9]);
    }
    expect(asked.length).toBeLessThanOrEqual(3);
    isAway = false;
    store(9, [8]);
    await clock.advanceBy(2_000);
    await texts.know([9]);
    expect(othersOf(9)).toEqual([8]);
  });

  test('are no more than there is room for', async () => {
    const small = new SimilarTexts({ repository, channel: channel(), clock, log: stores.log, size: 10 });
    for (let article = 1; article <= 30; article++) store(article, [article + 1]);
    for (let article = 1; article <= 30; article++) await small.know([article]);
    expect(small.know([30])).toBeUndefined();
    expect(small.know([1])).toBeDefined();
    await small.stop();
  });
});
