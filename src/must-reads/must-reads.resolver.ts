import { Arg, Int, Query, Resolver } from 'type-graphql';
import type { Clock } from '../platform/clock';
import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';
import { readFirst } from '../platform/graphql/page-arguments';
import { explainWhole, type TimeOfDay } from '../ranking/explanation';
import { RankedArticleConnection, type RankedPlace } from '../ranking/ranked-article.type';
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
  constructor(private readonly parts: MustReadsResolverParts) {}

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
    const { list, mirror, clock, timeOfDay } = this.parts;
    const wanted = readFirst(first, MUST_READ_PLACES);
    const all = list.current();
    const from = after == null ? 0 : placeAfter(after, all);
    const places = all.slice(from, from + wanted).map(
      (mustRead, position): RankedPlace => ({
        card: mustRead.card,
        rank: from + position + 1,
        cursor: () => writeCursor(CURSOR, [from + position + 1, mustRead.card.number]),
        entry: {
          article: mustRead.card.number,
          score: mustRead.score,
          reason: mustRead.reason,
          viewsInWindow: mirror.viewsInWindow(mustRead.card.number),
          previousRank: null,
          figures: explainWhole(mustRead.score),
        },
      }),
    );
    const page = {
      places,
      hasNextPage: from + wanted < all.length,
      hasPreviousPage: from > 0,
      count: () => all.length,
      snapshot: describeSnapshot(mirror, clock.nowMs()),
    };
    return new RankedArticleConnection(page, timeOfDay);
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
