import type { ArticleCard } from '../../src/articles/article-card';
import { ListPools } from '../../src/ranking/list-pools';
import type { RankingTick } from '../../src/ranking/list-source';
import { SectionTree } from '../../src/sections/section-tree';
import { aCard, aSection } from '../builders/a-card';

const cards = Array.from({ length: 6 }, (_, number) =>
  aCard({ number, sectionId: number % 2 === 0 ? 'even' : 'odd' }),
);

async function somePools() {
  const sections = new SectionTree({ allSections: async () => ['even', 'odd'].map((id) => aSection(id)) });
  await sections.load();
  let looked = 0;
  const moment = {
    readings: {
      slowBoards: {
        hour: cards.map(({ number }) => ({ article: number, decayedViews: 10 - number })),
        day: [{ article: 5, decayedViews: 3 }],
        week: [],
      },
    },
    latest: {
      newest: ({ sectionId, limit }: { sectionId?: string; limit: number }): ArticleCard[] => {
        looked++;
        return cards
          .filter((card) => sectionId === undefined || card.sectionId === sectionId)
          .slice(0, limit);
      },
    },
    cardOf: (article: number) => {
      looked++;
      return cards[article];
    },
    sections,
  } as unknown as RankingTick;
  const pools = new ListPools(moment, {
    lists: [
      { name: 'site', newest: {} },
      { name: 'section:odd', newest: { sectionId: 'odd' } },
    ],
    depthOf: (name) => (name === 'site' ? 4 : 2),
    eligible: (card) => card.number !== 1,
  });
  return { pools, looked: () => looked };
}

const articles = (places: readonly { article: number }[]) => places.map(({ article }) => article);

test('a list is filled from what is read and newest of its own, as deep as it is', async () => {
  const { pools } = await somePools();
  const [site, odd] = [pools.of('site')!, pools.of('section:odd')!];
  expect(articles(site.hour)).toEqual([0, 2, 3, 4]);
  expect(articles(odd.hour)).toEqual([3, 5]);
  expect(articles(odd.day)).toEqual([5]);
  expect([site.newest, odd.newest]).toEqual([
    [0, 1, 2, 3],
    [1, 3],
  ]);
  expect([pools.has('section:odd'), pools.has('section:even'), pools.of('section:even')]).toEqual([
    true,
    false,
    undefined,
  ]);
});

test('nothing is looked at before a place is empty, and nothing twice', async () => {
  const { pools, looked } = await somePools();
  const odd = pools.of('section:odd')!;
  expect(looked()).toBe(0);
  void [odd.hour, odd.hour, pools.of('site')!.hour];
  expect(looked()).toBe(cards.length);
  void [odd.newest, odd.newest];
  expect(looked()).toBe(cards.length + 1);
});
