// What is tested on the rails, as whoever shows them needs to know it; src/experiments says it.

import { answerForOneAlone } from '../platform/graphql/cache-policy';
import type { RequestContext } from '../platform/graphql/per-request';
import { dependsOnPrivacy } from '../platform/graphql/privacy-signals';
import { POPULAR_NOW, POPULAR_NOW_B, type Rail, TRENDING, TRENDING_B } from './rail';
import type { RankedPage } from './ranked-article.type';
import type { RuledRail, RuleSettings } from './rules/ranking-rules';
import { SITE_LIST, withoutVariant } from './snapshot';
import { listOfCursor } from './snapshot-cursor';
import type { SnapshotMirror } from './snapshot-mirror';
import type { Variant } from './variant.type';

export interface TestOfRail {
  id: string;
  /** What B changes of the rule of every list. */
  settings: RuleSettings;
  /** Says of a list of a snapshot which variant it is, signed. */
  tokenOf(variant: Variant, snapshot: { id: string; computedAt: Date }): string;
}

export interface RailVariants {
  /** What runs on the rail now. */
  testOn(rail: RuledRail): TestOfRail | undefined;
}

export const NOTHING_TESTED: RailVariants = { testOn: () => undefined };

export interface VariantToShow {
  rail: Rail;
  /** Absent: nothing is tested, and the list is that of all readers. */
  test?: { of: TestOfRail; variant: Variant } | undefined;
}

export class VariantRails {
  constructor(
    private readonly variants: RailVariants,
    private readonly mirror: Pick<SnapshotMirror, 'list'>,
    /** Whether whoever sends these headers may be part of an experiment. */
    private readonly mayFollow: (headers: RequestContext['headers']) => boolean,
  ) {}

  /**
   * Neither variant before the ranker has both: early readers would all see A. Who asks not to be followed sees A, is
   * told of no experiment, and no cache keeps it.
   */
  choose(
    name: 'POPULAR_NOW' | 'TRENDING',
    { variant, after }: { variant: Variant | null; after: string | null },
    context: Pick<RequestContext, 'headers' | 'memory'>,
  ): VariantToShow {
    const [a, b] = name === 'TRENDING' ? [TRENDING, TRENDING_B] : [POPULAR_NOW, POPULAR_NOW_B];
    if (variant == null) return { rail: a };
    const of = this.variants.testOn(name);
    const isRanked = of !== undefined && this.mirror.list(b.listFor(SITE_LIST)!) !== undefined;
    const isApart = isRanked && !this.mayFollow(context.headers);
    if (isRanked) dependsOnPrivacy(context);
    if (isApart) answerForOneAlone(context);
    // A page that was begun goes on in its order when an experiment has begun or ended meanwhile.
    const begunIn = after === null ? undefined : listOfCursor(after);
    if (variant === 'B' && begunIn !== undefined && withoutVariant(begunIn) === begunIn) return { rail: a };
    if (!isRanked || isApart) return { rail: variant === 'B' && begunIn !== undefined ? b : a };
    return { rail: variant === 'B' ? b : a, test: { of, variant } };
  }
}

export function withExperiment(page: RankedPage, { test }: Pick<VariantToShow, 'test'>): RankedPage {
  if (test === undefined) return page;
  const { of, variant } = test;
  return { ...page, experiment: () => ({ id: of.id, variant, token: of.tokenOf(variant, page.snapshot) }) };
}
