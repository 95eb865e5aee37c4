import { Arg, Int, Resolver } from 'type-graphql';
import { Costs } from '../platform/graphql/costs';
import { Live } from '../platform/graphql/live/live-fields';
import type { LiveStream } from '../platform/graphql/live/live-stream';
import { readFirst } from '../platform/graphql/page-arguments';
import { LIVE_PLACES_MAX, type LiveLists } from '../ranking/live/live-lists';
import { RankedListChange } from '../ranking/live/ranked-list-change.type';
import type { ReadPage } from '../ranking/live/watched-list';

@Resolver()
export class MustReadsChangedResolver {
  constructor(
    private readonly lists: LiveLists,
    /** The first places of the list, as it stands when it is called. */
    private readonly pageOf: (first: number) => ReturnType<ReadPage>,
  ) {}

  @Costs(50)
  @Live(() => RankedListChange, {
    description:
      'The Must-Reads as they stand, at once, and then whenever they change: another order as soon as it is known, ' +
      'at most four times a second; new figures of the same order at most every five seconds.',
  })
  async mustReadsChanged(
    @Arg('first', () => Int, { defaultValue: 5, description: 'How many places are followed: 0 to 50.' })
    first: number,
  ): Promise<LiveStream<RankedListChange>> {
    const wanted = readFirst(first, LIVE_PLACES_MAX);
    return this.lists.follow(() => this.pageOf(wanted));
  }
}
