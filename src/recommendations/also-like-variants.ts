// Which variant of You May Also Like a request is for, while something is tested on it. Its lists are made for each
// request, so that nothing has to be ranked ahead: B is the same recipe under other settings.

import { answerForOneAlone } from '../platform/graphql/cache-policy';
import type { RequestContext } from '../platform/graphql/per-request';
import { dependsOnPrivacy } from '../platform/graphql/privacy-signals';
import type { SnapshotMirror } from '../ranking/snapshot-mirror';
import type { Variant } from '../ranking/variant.type';
import type { RailVariants, VariantToShow } from '../ranking/variants';
import type { AlsoLikeQuestion } from './also-like-question';

/** Whether whoever sends these headers may be followed from page to page, and be part of an experiment. */
export type MayFollow = (headers: RequestContext['headers']) => boolean;

export interface ChosenVariant extends Pick<VariantToShow, 'test'> {
  /** What the question says of it. */
  asked: Pick<AlsoLikeQuestion, 'variant' | 'trial'>;
}

const NONE: ChosenVariant = { asked: {} };
const B_OF_NOTHING: ChosenVariant = { asked: { variant: 'B' } };

export class AlsoLikeVariants {
  constructor(
    private readonly variants: RailVariants,
    /** Names the moment of what is shown; before there is one, nothing is told of. */
    private readonly mirror: Pick<SnapshotMirror, 'snapshot'>,
    private readonly mayFollow: MayFollow,
  ) {}

  /** Who asks not to be followed gets the list of all readers, is told of no experiment, and no cache keeps it. */
  choose(variant: Variant | null, context: Pick<RequestContext, 'headers' | 'memory'>): ChosenVariant {
    if (variant == null) return NONE;
    const of = this.mirror.snapshot && this.variants.testOn('YOU_MAY_ALSO_LIKE');
    const isApart = of !== undefined && !this.mayFollow(context.headers);
    if (of !== undefined) dependsOnPrivacy(context);
    if (isApart) answerForOneAlone(context);
    // The cursor of a page of B is good after the experiment too: it goes on in its order.
    if (of === undefined || isApart) return variant === 'B' ? B_OF_NOTHING : NONE;
    const test = { of, variant };
    return variant === 'A' ? { asked: {}, test } : { asked: { variant, trial: of }, test };
  }
}
