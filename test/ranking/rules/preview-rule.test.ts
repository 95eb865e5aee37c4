import { packList } from '../../../src/ranking/packed-list';
import { type PreviewGiven, RulePreviews } from '../../../src/ranking/rules/preview-rule';
import type { PreviewAnswer, PreviewAsked } from '../../../src/ranking/rules/previews.store';
import { PreviewUnanswered, TooManyPreviews } from '../../../src/ranking/rules/rules.errors';

/** Previews over a store that answers what the test says. */
function somePreviews() {
  const world = { nowMs: 0, asked: [] as PreviewAsked[], answer: undefined as PreviewAnswer | undefined };
  const parts = {
    store: {
      ask: async (asked: PreviewAsked) => void world.asked.push(asked),
      readAnswer: async () => world.answer,
    },
    mirror: { list: () => undefined },
    reach: { checkRule: () => undefined },
    cards: { byIds: async () => [], byNumbers: async () => [] },
    sections: {},
    clock: {
      nowMs: () => world.nowMs,
      wait: async (ms: number) => {
        world.nowMs += ms;
        await new Promise((resolve) => setImmediate(resolve));
      },
    },
  };
  return {
    world,
    previews: new RulePreviews(parts as unknown as ConstructorParameters<typeof RulePreviews>[0]),
  };
}

const given: PreviewGiven = { rail: 'POPULAR_NOW', places: 5, perAuthor: 1 };

test('a question that nobody has answered is asked again, and given up', async () => {
  const { world, previews } = somePreviews();
  await expect(previews.preview(given)).rejects.toThrow(PreviewUnanswered);
  expect(world.asked.length).toBe(5);
  expect(new Set(world.asked.map(({ id }) => id)).size).toBe(1);
  expect(world.asked[0]).toMatchObject({ lists: ['site'], rule: { settings: { perAuthor: 1 } } });
  expect(world.nowMs).toBe(5_000);
});

test('four are under way at once, and who gave up makes room', async () => {
  const { world, previews } = somePreviews();
  const first = Array.from({ length: 4 }, () => previews.preview(given).catch((error: unknown) => error));
  await expect(previews.preview(given)).rejects.toThrow(TooManyPreviews);
  for (const outcome of await Promise.all(first)) expect(outcome).toBeInstanceOf(PreviewUnanswered);
  const orderId = { term: 0, sequence: 0 };
  world.answer = { atMs: 7, lists: [packList('site', { orderId, entries: [] }, 7)] };
  expect(await previews.preview(given)).toMatchObject({
    atMs: 7,
    rail: 'POPULAR_NOW',
    after: [],
    others: [],
  });
});
