import { findLogArticles, type LogArticlesRules } from '../../src/compose/log-articles';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const newsroom = useNewsroom(stores);
const firstMs = Date.UTC(2026, 0, 1);
const leave: LogArticlesRules = { unknown: 'leave', publishedMs: (ms) => ms };
const create: LogArticlesRules = { unknown: 'create', publishedMs: (ms) => ms };

const published = async (externalId: string) => {
  const [outcome] = await newsroom.writer.write([
    {
      source: 'test',
      externalId,
      headline: `The ${externalId} story`,
      standfirst: '',
      bodyHtml: '',
      language: 'en',
      status: 'PUBLISHED',
      publishedAt: new Date(firstMs),
      section: { slug: 'town', name: 'Town' },
      authors: [],
      tags: [],
    },
  ]);
  return outcome?.id as string;
};

describe('the articles of a log', () => {
  test('are found by id and by slug; others are unknown', async () => {
    const id = await published('first');
    const names = new Map([
      [id, firstMs],
      [id.toUpperCase(), firstMs],
      ['the-first-story', firstMs],
      ['4711', firstMs],
      ['00000000-0000-7000-8000-000000000000', firstMs],
    ]);
    const { ids, created } = await findLogArticles(newsroom, names, leave);
    expect(created).toBe(0);
    expect(Object.fromEntries(ids)).toEqual({ [id]: id, [id.toUpperCase()]: id, 'the-first-story': id });
  });

  test('are made where asked, published when they are first read, and found again', async () => {
    const names = new Map(Array.from({ length: 450 }, (_, index) => [`n${index}`, firstMs + index * 1_000]));
    const written: number[] = [];
    const made = await findLogArticles(newsroom, names, {
      ...create,
      progress: (count) => written.push(count),
    });
    expect([made.created, made.ids.size, written]).toEqual([450, 450, [200, 400, 450]]);
    const card = (await newsroom.cards.byIds([made.ids.get('n7') as string]))[0];
    expect(card).toMatchObject({
      headline: 'Article n7',
      publishedAt: new Date(firstMs + 7_000),
      language: 'und',
    });
    const again = await findLogArticles(newsroom, names, create);
    expect([again.created, again.ids.get('n7')]).toEqual([0, made.ids.get('n7')]);
  });
});
