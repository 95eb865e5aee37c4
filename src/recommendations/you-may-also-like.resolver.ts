import { Arg, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { ArticleCard } from '../articles/article-card';
import type { Clock } from '../platform/clock';
import { BadUserInput } from '../platform/errors';
import { Costs } from '../platform/graphql/costs';
import { writeCursor } from '../platform/graphql/cursor';
import { readUuid } from '../platform/graphql/id-or-slug';
import { readFirst } from '../platform/graphql/page-arguments';
import type { TimeOfDay } from '../ranking/explanation';
import { KeptPlaces } from '../ranking/kept-places';
import { figuresOf, ScorePartKind } from '../ranking/rank-figures';
import { RankedArticleConnection, RankedEdges, type RankedPlace } from '../ranking/ranked-article.type';
import { describeSnapshot, type SnapshotMirror } from '../ranking/snapshot-mirror';
import { ALSO_LIKE_PLACES, type AlsoLikeLists } from './also-like-lists';
import { type AlsoLike, scoreOf } from './you-may-also-like';

const MAX_READ = 20;

export interface YouMayAlsoLikeResolverParts {
  lists: AlsoLikeLists;
  mirror: SnapshotMirror;
  clock: Clock;
  timeOfDay: TimeOfDay;
}

@Resolver(() => ArticleCard)
export class YouMayAlsoLikeResolver {
  private readonly edges: RankedEdges;
  private readonly places = new KeptPlaces<readonly AlsoLike[]>();

  constructor(private readonly parts: YouMayAlsoLikeResolverParts) {
    this.edges = new RankedEdges(parts.timeOfDay);
  }

  @Costs(20)
  @FieldResolver(() => RankedArticleConnection, {
    description:
      'What readers of this article go on to, and of what was read before it; backed off to what is read in general, ' +
      'the same topic and the newest. Never the article itself, never what is in "read", never empty while there is ' +
      'anything else.',
  })
  youMayAlsoLike(
    @Root() article: ArticleCard,
    @Arg('first', () => Int, { defaultValue: 5, description: 'How many: 0 to 20.' }) first: number,
    @Arg('read', () => [ID], {
      nullable: true,
      description:
        'Ids of what the reader has read in this session, latest last, at most 20. They are not shown again, and the ' +
        'last two say where readers go from here.',
    })
    read: string[] | null,
  ): RankedArticleConnection | Promise<RankedArticleConnection> {
    const wanted = readFirst(first, ALSO_LIKE_PLACES);
    const list = this.parts.lists.listFor(article, readIds(read ?? []));
    return list instanceof Promise
      ? list.then((made) => this.page(article, made, wanted))
      : this.page(article, list, wanted);
  }

  private page(article: ArticleCard, all: readonly AlsoLike[], wanted: number): RankedArticleConnection {
    const { mirror, clock } = this.parts;
    const page = {
      places: this.places.of(all, { from: 0, to: wanted }, () =>
        all.slice(0, wanted).map((story, index) => this.placeOf(article, story, index)),
      ),
      hasNextPage: wanted < all.length,
      hasPreviousPage: false,
      count: () => all.length,
      snapshot: describeSnapshot(mirror, clock.nowMs()),
    };
    return new RankedArticleConnection(page, this.edges);
  }

  private placeOf(article: ArticleCard, story: AlsoLike, index: number): RankedPlace {
    const { number } = story.card;
    const parts = [
      { kind: ScorePartKind.READ_NEXT, sinceMs: null, value: story.fromNeighbours },
      { kind: ScorePartKind.READ_NOW, sinceMs: null, value: story.fromPrior },
    ].filter(({ value }) => value > 0);
    return {
      card: story.card,
      rank: index + 1,
      cursor: () => writeCursor('also-like', [article.number, index + 1, number]),
      entry: {
        article: number,
        score: scoreOf(story),
        reason: story.reason,
        viewsInWindow: this.parts.mirror.viewsInWindow(number),
        previousRank: null,
        listedSinceMs: null,
        figures: figuresOf(parts),
      },
    };
  }
}

/** In the form in which ids are stored; what has no form of an id names no article. */
function readIds(read: readonly string[]): string[] {
  if (read.length > MAX_READ) {
    throw new BadUserInput(
      'read',
      `"read" has ${read.length} ids; it may have at most ${MAX_READ}: the latest.`,
    );
  }
  return read.map(readUuid).filter((id) => id !== undefined);
}
