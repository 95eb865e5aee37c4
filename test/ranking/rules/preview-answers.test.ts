import type { ListSource, RankingTick, TriedList } from '../../../src/ranking/list-source';
import { ArrivedList } from '../../../src/ranking/packed-list';
import { RankReason } from '../../../src/ranking/rank-reason';
import type { RankedEntry } from '../../../src/ranking/ranked-entry';
import type { Placement } from '../../../src/ranking/rules/placement';
import { PreviewAnswers } from '../../../src/ranking/rules/preview-answers';
import type { PreviewAnswer, PreviewAsked } from '../../../src/ranking/rules/previews.store';
import type { RankingRules } from '../../../src/ranking/rules/ranking-rules';
import { aCard } from '../../builders/a-card';

const START_MS = 1_000_000_000;

function entry(article: number): RankedEntry {
  return {
    ...{ article, score: 0, reason: RankReason.NEWEST, viewsInWindow: 0, previousRank: null },
    ...{
      listedSinceMs: null,
      figures: { parts: [], reading: null, held: null, placement: null, surprise: null },
    },
  };
}

/** Whose lists show what is placed, so that an answer tells of what it was made. */
function sourceOf(name: string, seen: TriedList[]): ListSource {
  return {
    takeOver: () => undefined,
    rank: () => new Map(),
    tried(trial) {
      seen.push(trial);
      if (trial.name !== name) return undefined;
      return trial.rules.placementsOf(name, START_MS).map(({ article }) => entry(article));
    },
  };
}

async function someAnswers() {
  const world = { nowMs: START_MS, known: new Set<number>(), asked: [] as number[][] };
  const answers = new Map<string, PreviewAnswer>();
  const seen: TriedList[] = [];
  let ask: (asked: PreviewAsked) => void = () => undefined;
  const steadiness = { entryLead: 1.2, entryDwellMs: 30_000, entryPatience: 2, swapLead: 1.3 };
  const warned = jest.fn();
  const parts = {
    store: {
      onAsked: async (listener: typeof ask) => {
        ask = listener;
        return () => undefined;
      },
      keepAnswer: async (id: string, answer: PreviewAnswer) => void answers.set(id, answer),
    },
    rules: {
      tried: ({ placements = [] }: { placements?: readonly Placement[] }) =>
        ({ ruleOf: () => ({ steadiness }), placementsOf: () => placements }) as unknown as RankingRules,
    },
    sources: [sourceOf('site', seen), sourceOf('must-reads', seen)],
    cards: {
      peek: (article: number) => (world.known.has(article) ? aCard({ number: article }) : undefined),
      byNumbers: async (articles: readonly number[]) => {
        world.asked.push([...articles]);
        for (const article of articles) world.known.add(article);
        return [];
      },
    },
    clock: { nowMs: () => world.nowMs },
    log: { warn: warned },
  };
  const previews = new PreviewAnswers(parts as unknown as ConstructorParameters<typeof PreviewAnswers>[0]);
  await previews.start();
  const tick = async () => {
    world.nowMs += 400;
    previews.rank({ nowMs: world.nowMs } as RankingTick);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  };
  return { previews, world, answers, seen, warned, tick, ask: (asked: PreviewAsked) => ask(asked) };
}

const asked = (id: string, given: Partial<PreviewAsked> = {}): PreviewAsked => ({
  ...{ id, lists: ['site'], rule: undefined, placements: [] },
  ...given,
});
const placed = (article: number) => ({ article }) as Placement;

test('answers with the lists of whose source they are, and nobody waits until a lead has lasted', async () => {
  const { answers, seen, tick, ask, world } = await someAnswers();
  world.known.add(7);
  ask(asked('a', { lists: ['site', 'must-reads', 'no-list'], placements: [placed(7)] }));
  await tick();
  const { atMs, lists } = answers.get('a')!;
  expect(atMs).toBe(world.nowMs);
  expect(lists.map((list) => [list[0], new ArrivedList(list).articles])).toEqual([
    ['site', [7]],
    ['must-reads', [7]],
    ['no-list', []],
  ]);
  expect(seen[0]!.rules.ruleOf('site', 0).steadiness).toMatchObject({ entryDwellMs: 0, entryPatience: 0 });
});

test('answers one after each tick, so that no tick waits, and keeps eight at most', async () => {
  const { answers, tick, ask } = await someAnswers();
  for (let number = 0; number < 12; number++) ask(asked(`${number}`));
  ask(asked('0'));
  for (let count = 1; count <= 8; count++) {
    await tick();
    expect(answers.size).toBe(count);
  }
  await tick();
  expect([...answers.keys()]).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
});

test('waits for the card of what is placed, and not for ever', async () => {
  const { answers, tick, ask, world } = await someAnswers();
  ask(asked('a', { placements: [placed(3)] }));
  await tick();
  expect(answers.size).toBe(0);
  expect(world.asked).toEqual([[3]]);
  await tick();
  expect(answers.has('a')).toBe(true);
});

test('leaves alone what was asked while nobody led here', async () => {
  const { answers, tick, ask, world } = await someAnswers();
  ask(asked('old'));
  world.nowMs += 60_000;
  ask(asked('new'));
  await tick();
  await tick();
  expect([...answers.keys()]).toEqual(['new']);
});

test('goes on after a preview that could not be worked out', async () => {
  const { answers, seen, tick, ask, warned } = await someAnswers();
  const push = jest.spyOn(seen, 'push').mockImplementationOnce(() => {
    throw new Error('a bug');
  });
  ask(asked('a'));
  ask(asked('b'));
  await tick();
  await tick();
  expect([...answers.keys()]).toEqual(['b']);
  expect(warned).toHaveBeenCalledTimes(1);
  push.mockRestore();
});

test('hears nothing more, though it was stopped while it began to listen', async () => {
  let begin: (stop: () => void) => void = () => undefined;
  const parts = { store: { onAsked: () => new Promise<() => void>((resolve) => (begin = resolve)) } };
  const previews = new PreviewAnswers(parts as unknown as ConstructorParameters<typeof PreviewAnswers>[0]);
  const [first, second] = [jest.fn(), jest.fn()];
  const starting = previews.start();
  previews.stop();
  begin(first);
  await starting;
  expect(first).toHaveBeenCalledTimes(1);
  const again = previews.start();
  begin(second);
  await again;
  expect(second).not.toHaveBeenCalled();
  previews.stop();
  expect(second).toHaveBeenCalledTimes(1);
  expect(first).toHaveBeenCalledTimes(1);
});
