import fc from 'fast-check';
import type { ArticleCard } from '../../src/articles/article-card';
import {
  CANDIDATES_PER_LIST,
  CandidateChooser,
  ListMembership,
  MAX_LISTS,
  type ReadArticles,
  rankingLists,
} from '../../src/ranking/candidates';
import type { ReadNow } from '../../src/ranking/reading-minutes';
import { SectionTree } from '../../src/sections/section-tree';
import { aCard, aSection } from '../builders/a-card';

async function aTree(sections: readonly [id: string, parentId: string | null][]): Promise<SectionTree> {
  const tree = new SectionTree({
    allSections: async () => sections.map(([id, parentId]) => aSection(id, { parentId })),
  });
  await tree.load();
  return tree;
}

describe('the lists', () => {
  test('are of the site, of each language and of each section', async () => {
    const tree = await aTree([
      ['sport', null],
      ['football', 'sport'],
    ]);
    expect(rankingLists(tree, ['en', 'ko']).map((list) => list.name)).toEqual([
      'site',
      'language:en',
      'language:ko',
      'section:sport',
      'section:football',
    ]);
  });

  test('are bounded', async () => {
    const tree = await aTree(Array.from({ length: 500 }, (_, index) => [`s${index}`, null]));
    expect(rankingLists(tree, ['en'])).toHaveLength(MAX_LISTS);
  });

  test('of a section hold the articles of the sections under it', async () => {
    const membership = new ListMembership(
      await aTree([
        ['sport', null],
        ['football', 'sport'],
      ]),
    );
    expect(membership.listsOf(aCard({ number: 1, sectionId: 'football' }))).toEqual([
      'site',
      'language:en',
      'section:football',
      'section:sport',
    ]);
  });
});

/** Each read a little less than the one before. */
const readOf = (articles: readonly number[]): ReadArticles => ({
  readNow: () => ({
    places: articles.length,
    articleAt: articles,
    candidacyAt: articles.map((_, index) => articles.length - index),
  }),
  countsAsRead: (article) => articles.includes(article),
});

/** Of the places between nobody was read. */
function at(read: readonly { place: number; article: number; candidacy: number }[]): ReadNow {
  const places = Math.max(0, ...read.map(({ place }) => place + 1));
  const articleAt = new Int32Array(places).fill(-1);
  const candidacyAt = new Float64Array(places);
  for (const { place, article, candidacy } of read) {
    articleAt[place] = article;
    candidacyAt[place] = candidacy;
  }
  return { places, articleAt, candidacyAt };
}

describe('candidates', () => {
  const cards = Array.from({ length: 200 }, (_, number) =>
    aCard({ number, sectionId: number % 2 === 0 ? 'even' : 'odd', language: number % 4 === 0 ? 'ko' : 'en' }),
  );

  async function chosenFrom(given: { read: number[]; young?: number[] }) {
    const sections = await aTree([
      ['even', null],
      ['odd', null],
    ]);
    const chosen = new CandidateChooser().choose({
      lists: rankingLists(sections, ['en', 'ko']),
      read: readOf(given.read),
      runningPart: 0,
      young: (given.young ?? []).map((article) => cards[article]!),
      cardOf: (article) => cards[article],
      sections,
    });
    return (list: string) => [...chosen.get(list)!].map((card) => card.number);
  }

  test('are the best fifty of each list', async () => {
    const of = await chosenFrom({ read: cards.map((card) => card.number) });
    expect(of('site')).toEqual(cards.slice(0, CANDIDATES_PER_LIST).map((card) => card.number));
    expect(of('section:odd')).toHaveLength(CANDIDATES_PER_LIST);
    expect(of('language:ko')).toHaveLength(50);
  });

  test('are young articles too, though they are read less, if they are read at all', async () => {
    const of = await chosenFrom({ read: cards.slice(0, 150).map((card) => card.number), young: [149, 199] });
    expect(of('site')).toContain(149);
    expect(of('site')).not.toContain(199);
  });

  test('belong to the lists of their section as it is now', async () => {
    const sections = await aTree([
      ['even', null],
      ['odd', null],
    ]);
    const chooser = new CandidateChooser();
    const chosenWith = (card: ArticleCard) => {
      const chosen = chooser.choose({
        lists: rankingLists(sections, ['en']),
        read: readOf([1]),
        ...{ runningPart: 0, young: [], cardOf: () => card, sections },
      });
      return [...chosen].filter(([, cards]) => cards.size > 0).map(([name]) => name);
    };
    expect(chosenWith(aCard({ number: 1, sectionId: 'odd' }))).toContain('section:odd');
    chooser.forgetCard(1);
    expect(chosenWith(aCard({ number: 1, sectionId: 'even' }))).toEqual([
      'site',
      'language:en',
      'section:even',
    ]);
  });

  test('belong to the lists of their section as it is now, wherever they have been remembered before', async () => {
    const sections = await aTree([
      ['even', null],
      ['odd', null],
    ]);
    const chooser = new CandidateChooser();
    const listsWith = (sectionId: string, place: number) => {
      const chosen = chooser.choose({
        lists: rankingLists(sections, ['en']),
        read: { readNow: () => at([{ place, article: 1, candidacy: 1 }]), countsAsRead: () => true },
        ...{ runningPart: 0, young: [], cardOf: () => aCard({ number: 1, sectionId }), sections },
      });
      return [...chosen].filter(([, cards]) => cards.size > 0).map(([name]) => name);
    };
    listsWith('odd', 5);
    expect(listsWith('odd', 7)).toContain('section:odd');
    chooser.forgetCard(1);
    expect(listsWith('even', 7)).toEqual(['site', 'language:en', 'section:even']);
    expect(listsWith('even', 5)).toEqual(['site', 'language:en', 'section:even']);
  });

  test('are those that sorting each list finds, whoever was read when they were chosen before', async () => {
    const sections = await aTree([
      ['even', null],
      ['odd', 'even'],
    ]);
    const lists = rankingLists(sections, ['en', 'ko']);
    const membership = new ListMembership(sections);
    const candidacies = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 0, maxLength: cards.length });
    fc.assert(
      fc.property(fc.array(candidacies, { minLength: 1, maxLength: 4 }), (moments) => {
        const chooser = new CandidateChooser();
        for (const moment of moments) {
          const chosen = chooser.choose({
            lists,
            read: {
              readNow: () =>
                at(
                  moment.map((candidacy, article) => {
                    return { candidacy, article, place: (article * 7) % cards.length };
                  }),
                ),
              countsAsRead: () => true,
            },
            ...{ runningPart: 0, young: [], cardOf: (article: number) => cards[article], sections },
          });
          for (const { name } of lists) {
            const sorted = moment
              .map((candidacy, article) => ({ candidacy, card: cards[article]! }))
              .filter(({ card }) => membership.listsOf(card).includes(name))
              .sort((a, b) => b.candidacy - a.candidacy || b.card.number - a.card.number);
            expect([...chosen.get(name)!]).toEqual(
              sorted.slice(0, CANDIDATES_PER_LIST).map(({ card }) => card),
            );
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test('are only articles that are there', async () => {
    const of = await chosenFrom({ read: [1, 5_000, 2] });
    expect(of('site')).toEqual([1, 2]);
  });
});
