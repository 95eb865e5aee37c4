// Who is judged: the product and every baseline, each made anew for each run.

import { readEnvironment } from '../../src/compose/read-environment';
import { settingsFrom } from '../../src/compose/settings';
import { FilledUp } from './baselines/filled-up';
import { CoOccurrence, ITEM_KNN, ItemNeighbours, SequentialRules } from './baselines/pair-counts';
import { RecentlyPopular, RecentlyPopularInSection } from './baselines/recently-popular';
import {
  type NeighbourRules,
  SessionNeighbours,
  stan,
  streamingStan,
  vsknn,
  vstan,
} from './baselines/session-neighbours';
import type { ClickLog } from './click-log';
import { LearningInMemory } from './ours/learning-in-memory';
import { forOneRun, LearningInRedis, type RedisParts } from './ours/learning-in-redis';
import { ListsUnderLog, type NewArticlesSetting } from './ours/lists-under-log';
import type { Contestant, PromptRecommender } from './recommender';

export const PRODUCT = 'Mostread';
export const STAN_G1 = 'STAN, G1';
export const STAN_STREAMING = 'STAN, streaming';
export const HALF_LIVES_MINUTES = [2, 5, 10, 20, 60, 240, 1_440, 10_080] as const;

const T4REC = 'parameters of Transformers4Rec, RecSys 2021, appendix C';
const STAN = `Garg et al., SIGIR 2019; ${T4REC}`;
const CHAMELEON = 'de Souza Pereira Moreira et al.: CHAMELEON, IEEE Access 2019';

export function product(log: ClickLog, openRedis?: () => Promise<RedisParts>): Contestant {
  return {
    name: PRODUCT,
    kind: 'ours',
    source: openRedis
      ? 'src/recommendations, its recorder and scripts in a real Redis'
      : 'src/recommendations, over plain maps in memory',
    // New articles as the environment has it, like everything else of the product.
    make: () => productLists(log, openRedis, [settingsFrom(readEnvironment()).alsoLike]),
  };
}

/**
 * Through the product's recorder and scripts; or by its formulas over plain maps, where nobody opens a Redis.
 * @param settings by which lists are made, all of what is learnt once
 */
export async function productLists(
  log: ClickLog,
  openRedis: (() => Promise<RedisParts>) | undefined,
  settings: readonly NewArticlesSetting[],
): Promise<ListsUnderLog> {
  const parts = openRedis && (await forOneRun(await openRedis()));
  return new ListsUnderLog(log.sectionOf, {
    learningUnder: (clock) =>
      parts ? new LearningInRedis({ ...parts, clock }) : new LearningInMemory(() => clock.nowMs()),
    settings,
  });
}

/** @param halfLifeMinutes of what is recently popular, which also fills short lists: the best one of the time before. */
export function baselines(log: ClickLog, halfLifeMinutes: number): Contestant[] {
  const hasSections = new Set(log.sectionOf).size > 1;
  const { filledUp, itemNeighbours, neighbours } = filledWith(halfLifeMinutes);
  return [
    recentlyPopular(halfLifeMinutes),
    ...(hasSections
      ? [
          {
            ...{ name: 'recently popular in the section', kind: 'baseline' as const },
            source: `decayed counts of the section read last, half-life ${halfLifeMinutes} minutes`,
            make: () => new RecentlyPopularInSection(halfLifeMinutes, log.sectionOf),
          },
        ]
      : []),
    filledUp('co-occurrence', CHAMELEON, () => new CoOccurrence()),
    itemNeighbours('G1', ITEM_KNN.alpha.g1),
    itemNeighbours('Adressa', ITEM_KNN.alpha.adressa),
    filledUp('sequential rules', `1/d over 10 steps; ${CHAMELEON}`, () => new SequentialRules()),
    neighbours('V-SkNN', `Ludewig, Jannach, UMUAI 2018; ${T4REC}`, vsknn(500)),
    neighbours(
      'VSTAN, G1',
      `Ludewig et al., UMUAI 2021; ${T4REC}`,
      vstan({ sample: 500, spw: 2.69, snhDays: 80, inh: 1.345, ipw: 0.336 }),
    ),
    neighbours(STAN_G1, STAN, stan({ sample: 500, spw: 0.6725, snhDays: 100, inh: 0.6725 })),
    neighbours('STAN, Adressa', STAN, stan({ sample: 500, spw: 0.355, snhDays: 5, inh: 0.71 })),
    neighbours(
      STAN_STREAMING,
      'STAN tuned on days 1 to 4 of G1 for learning click by click: what was read before counts a fifth, sessions half at rank 150',
      streamingStan({ sample: 500, spw: 0.6725, inh: 0.6725 }),
    ),
  ];
}

export function recentlyPopular(halfLifeMinutes: number): Contestant {
  return {
    ...{ name: `recently popular, ${halfLifeMinutes} min`, kind: 'baseline' },
    source: 'decayed counts (ICDE 2009), the best half-life of the time before',
    make: () => new RecentlyPopular(halfLifeMinutes),
  };
}

/** Every method with short lists, filled up with what is recently popular by that half-life. */
function filledWith(halfLifeMinutes: number) {
  const filledUp = (name: string, source: string, make: () => PromptRecommender): Contestant => ({
    ...{ name, source, kind: 'baseline' },
    make: () => new FilledUp(make(), halfLifeMinutes),
  });
  return {
    filledUp,
    itemNeighbours: (parameters: string, alpha: number) =>
      filledUp(
        `item-kNN, ${parameters}`,
        `a = ${alpha}, regularisation ${ITEM_KNN.regularisation}; ${CHAMELEON}`,
        () => new ItemNeighbours(alpha),
      ),
    neighbours: (name: string, source: string, rules: NeighbourRules) =>
      filledUp(name, source, () => new SessionNeighbours(rules)),
  };
}
