import pino from 'pino';
import type { ArticleCard } from '../../src/articles/article-card';
import { LOAD_PER_TICK, TickCards } from '../../src/ranking/tick-cards';
import { aCard } from '../builders/a-card';

const log = pino({ level: 'silent' });
const NOW_MS = 1_000_000;

/** Cards in a store that answers when it is told to, and a clock whose waits end when they are told to. */
function aWorld() {
  const memory = new Map<number, ArticleCard>();
  const asked: number[][] = [];
  const answers: (() => void)[] = [];
  const waits: (() => Promise<void> | void)[] = [];
  const cards = new TickCards(
    {
      peek: (article) => memory.get(article),
      byNumbers: (articles) => {
        asked.push([...articles]);
        return new Promise((resolve) =>
          answers.push(() => {
            for (const number of articles) memory.set(number, aCard({ number }));
            resolve(articles.map((article) => memory.get(article)));
          }),
        );
      },
    },
    {
      after: (_ms, resolve) => {
        waits.push(resolve);
        return () => undefined;
      },
    },
    log,
  );
  const place = (article: number) => ({ article, decayedViews: 1 });
  const boards = (articles: number[]) => ({ hour: articles.map(place), day: [], week: [] });
  return { cards, asked, answers, waits, boards };
}

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

test('what lists cannot do without comes first, then the boards, then what is read', async () => {
  const { cards, asked, answers, boards } = aWorld();
  const loading = cards.load({ first: [9], boards: boards([5]), read: numbers(10, 5_000), nowMs: NOW_MS });
  answers.shift()!();
  await loading;
  expect(asked[0]!.slice(0, 3)).toEqual([9, 5, 10]);
  expect(asked[0]).toHaveLength(LOAD_PER_TICK);
});

test('however many those are, all of them are asked for', async () => {
  const { cards, asked, answers, boards } = aWorld();
  const first = numbers(1, LOAD_PER_TICK + 500);
  const loading = cards.load({ first, boards: boards([9_000]), read: [9_001], nowMs: NOW_MS });
  answers.shift()!();
  await loading;
  expect(asked).toEqual([first]);
});

test('a tick goes on without Postgres, and what comes later is there then', async () => {
  const { cards, asked, answers, waits, boards } = aWorld();
  const wanted = { boards: boards([]), read: [1], nowMs: NOW_MS };
  const loading = cards.load(wanted);
  waits.shift()!();
  await loading;
  expect(cards.cardOf(1)).toBeUndefined();
  // Not asked for again while the first answer is on its way.
  const next = cards.load({ ...wanted, read: [2] });
  waits.shift()!();
  await next;
  expect(asked).toEqual([[1]]);
  const last = cards.load(wanted);
  answers.shift()!();
  await last;
  expect(cards.cardOf(1)?.number).toBe(1);
});

test('an article that is not there is left alone for ten seconds', async () => {
  const asked: number[][] = [];
  const empty = {
    peek: () => undefined,
    byNumbers: async (articles: readonly number[]) => {
      asked.push([...articles]);
      return articles.map(() => undefined);
    },
  };
  const cards = new TickCards(empty, { after: () => () => undefined }, log);
  const boards = { hour: [], day: [], week: [] };
  for (const nowMs of [NOW_MS, NOW_MS + 9_999, NOW_MS + 10_000])
    await cards.load({ boards, read: [1], nowMs });
  expect(asked).toEqual([[1], [1]]);
});
