import { ArticleContents } from '../../src/articles/article-contents';
import { aCard } from '../builders/a-card';

const asked: string[][] = [];
let text = 'first';
const contents = (maxMegabytes = 1) =>
  new ArticleContents({
    articles: {
      bodiesOf: async (ids) => {
        asked.push([...ids]);
        return new Map(ids.map((id) => [id, text]));
      },
    },
    images: { inlineImagesOf: async () => new Map() },
    maxMegabytes,
  });

beforeEach(() => {
  asked.length = 0;
  text = 'first';
});

describe('the contents of articles', () => {
  test('are read once, all that are wanted at a time in one statement', async () => {
    const kept = contents();
    const cards = [aCard({ number: 1 }), aCard({ number: 2 })];
    expect(await Promise.all([...cards, ...cards].map((card) => kept.body(card)))).toEqual(
      Array(4).fill('first'),
    );
    expect(asked).toEqual([cards.map(({ id }) => id)]);
    expect(cards.map((card) => kept.body(card))).toEqual(['first', 'first']);
    expect(asked).toHaveLength(1);
  });

  test('are read anew for the card that a change has made', async () => {
    const kept = contents();
    const card = aCard({ number: 1 });
    await kept.body(card);
    text = 'corrected';
    expect(await kept.body(Object.assign(aCard({ number: 1 }), card))).toBe('corrected');
  });

  test('take no more memory than they may', async () => {
    const kept = contents();
    text = 'x'.repeat(200_000);
    const cards = [1, 2, 3, 4].map((number) => aCard({ number }));
    for (const card of cards) await kept.body(card);
    await Promise.all(cards.map((card) => kept.body(card)));
    expect(asked.length).toBeGreaterThan(4);
  });

  test('of an article without pictures are an empty list', async () => {
    expect(await contents().inlineImages(aCard({ number: 1 }))).toEqual([]);
  });
});
