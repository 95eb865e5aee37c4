import { Arg, Int, Query, Resolver } from 'type-graphql';
import type { Clock } from '../platform/clock';
import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';
import { readFirst } from '../platform/graphql/page-arguments';
import { explainWhole, type TimeOfDay } from '../ranking/explanation';
import { KeptPlaces } from '../ranking/kept-places';
import {
  RankedArticleConnection,
  RankedEdges,
  type RankedPage,
  type RankedPlace,
} from '../ranking/ranked-article.type';
import { describeSnapshot, type SnapshotMirror } from '../ranking/snapshot-mirror';
import { MUST_READ_PLACES, type MustReadList } from './must-read-list';
import type { MustRead } from './must-reads';

const CURSOR = 'must-reads';

export interface MustReadsResolverParts {
  list: MustReadList;
  mirror: SnapshotMirror;
  clock: Clock;
  timeOfDay: TimeOfDay;
}

@Resolver()
export class MustReadsResolver {
  private readonly edges: RankedEdges;
  private readonly places = new KeptPlaces<readonly MustRead[]>();

  constructor(private readonly parts: MustReadsResolverParts) {
    this.edges = new RankedEdges(parts.timeOfDay);
  }

  @Query(() => RankedArticleConnection, {
    description:
      'What everyone should read, as the editors have picked: pins first, then by grade, age and reading. Places ' +
      'without a pick hold the most read of the week, then the newest.',
  })
  mustReads(
    @Arg('first', () => Int, { defaultValue: 5, description: 'How many: 0 to 50.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null,
  ): RankedArticleConnection {
    const wanted = readFirst(first, MUST_READ_PLACES);
    return new RankedArticleConnection(this.page(wanted, after), this.edges);
  }

  /** So many places as they stand now, after those of another page. */
  page(wanted: number, after: string | null): RankedPage {
    const { list, mirror, clock } = this.parts;
    const all = list.current();
    const from = after == null ? 0 : placeAfter(after, all);
    const to = from + wanted;
    return {
      places: this.places.of(all, { from, to }, () =>
        all.slice(from, to).map((mustRead, position) => this.placeOf(mustRead, from + position + 1)),
      ),
      hasNextPage: to < all.length,
      hasPreviousPage: from > 0,
      count: () => all.length,
      snapshot: describeSnapshot(mirror, clock.nowMs()),
    };
  }

  private placeOf({ card, score, reason }: MustRead, rank: number): RankedPlace {
    return {
      card,
      rank,
      cursor: () => writeCursor(CURSOR, [rank, card.number]),
      entry: {
        article: card.number,
        score,
        reason,
        viewsInWindow: this.parts.mirror.viewsInWindow(card.number),
        previousRank: null,
        listedSinceMs: null,
        figures: explainWhole(score),
      },
    };
  }
}

/** After the article that the page before ended with, wherever it stands now; else after its old rank. */
function placeAfter(cursor: string, all: readonly MustRead[]): number {
  const [rank, article, ...rest] = readCursor(CURSOR, cursor);
  if (!isWhole(rank) || !isWhole(article) || rest.length > 0) throw wrongCursor();
  const at = all.findIndex((mustRead) => mustRead.card.number === article);
  return at === -1 ? rank : at + 1;
}

function isWhole(part: unknown): part is number {
  return Number.isSafeInteger(part) && (part as number) >= 0;
}
