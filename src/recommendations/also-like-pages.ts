// Pages of You May Also Like as the API shows them. The first is cut from the list of this moment; the next go on in
// the order that their cursor holds, with the scores of their own moment.

import type { Clock } from '../platform/clock';
import type { TimeOfDay } from '../ranking/explanation';
import { KeptPlaces } from '../ranking/kept-places';
import type { LanguageShown } from '../ranking/language-fallback';
import { RankedArticleConnection, RankedEdges, type RankedPlace } from '../ranking/ranked-article.type';
import { describeSnapshot, type SnapshotMirror } from '../ranking/snapshot-mirror';
import { type VariantToShow, withExperiment } from '../ranking/variants';
import { readAlsoLikeCursor, writeAlsoLikeCursor } from './also-like-cursor';
import type { AlsoLikeAnswer, AlsoLikeLists } from './also-like-lists';
import { type AlsoLikeQuestion, nameOf } from './also-like-question';
import type { AlsoLike } from './also-like-scoring';

export interface AlsoLikePagesParts {
  lists: AlsoLikeLists;
  mirror: SnapshotMirror;
  clock: Clock;
  timeOfDay: TimeOfDay;
}

export interface PageWanted {
  first: number;
  after: string | null | undefined;
  /** Where a language was asked for. */
  shown?: LanguageShown | undefined;
  /** Where it is a variant of an experiment. */
  test?: VariantToShow['test'];
}

interface Order {
  list: string;
  /** The whole list. */
  numbers: readonly number[];
  /** How many of it came on earlier pages. */
  before: number;
}

export class AlsoLikePages {
  private readonly edges: RankedEdges;
  private readonly edgesOfOne: Pick<RankedEdges, 'of'>;
  private readonly places = new KeptPlaces<AlsoLikeAnswer>();

  constructor(private readonly parts: AlsoLikePagesParts) {
    this.edges = new RankedEdges(parts.timeOfDay);
    this.edgesOfOne = { of: (places) => this.edges.anew(places) };
  }

  /** @throws BadUserInput for a cursor of another list */
  page(
    question: AlsoLikeQuestion,
    wanted: PageWanted,
  ): RankedArticleConnection | Promise<RankedArticleConnection> {
    if (wanted.after != null) return this.laterPage(question, wanted, wanted.after);
    const list = this.parts.lists.list(question);
    return list instanceof Promise
      ? list.then((made) => this.firstPage(question, made, wanted))
      : this.firstPage(question, list, wanted);
  }

  private firstPage(
    question: AlsoLikeQuestion,
    all: AlsoLikeAnswer,
    wanted: PageWanted,
  ): RankedArticleConnection {
    const { first } = wanted;
    const make = () => {
      const order = { list: nameOf(question), numbers: all.map(({ card }) => card.number), before: 0 };
      return all.slice(0, first).map((story, index) => this.placeOf(story, order, index));
    };
    const left = { left: all.length - first, whole: all.length };
    // Most lists are for one reader: what is remembered of them would live on, and more with it than they show.
    if (!this.parts.lists.keeps(question, all)) return this.connection(make(), left, wanted, this.edgesOfOne);
    return this.connection(this.places.of(all, { from: 0, to: first }, make), left, wanted, this.edges);
  }

  private async laterPage(
    question: AlsoLikeQuestion,
    wanted: PageWanted,
    after: string,
  ): Promise<RankedArticleConnection> {
    const list = nameOf(question);
    const { order: numbers, index } = readAlsoLikeCursor(list, after);
    const before = index + 1;
    const left = await this.parts.lists.goOn(question, numbers.slice(before));
    const order = { list, numbers, before };
    const places = left.slice(0, wanted.first).map((story, place) => this.placeOf(story, order, place));
    const numbersLeft = { left: left.length - wanted.first, whole: before + left.length };
    return this.connection(places, numbersLeft, wanted, this.edgesOfOne);
  }

  private connection(
    places: readonly RankedPlace[],
    { left, whole }: { left: number; whole: number },
    { after, shown, test }: PageWanted,
    edges: Pick<RankedEdges, 'of'>,
  ): RankedArticleConnection {
    const { mirror, clock } = this.parts;
    const read = {
      places,
      hasNextPage: left > 0,
      hasPreviousPage: after != null,
      count: () => whole,
      snapshot: describeSnapshot(mirror, clock.nowMs()),
    };
    const page = withExperiment(read, { test });
    return new RankedArticleConnection(shown === undefined ? page : { ...page, language: shown }, edges);
  }

  private placeOf({ card, score, reason, figures }: AlsoLike, order: Order, index: number): RankedPlace {
    const { number } = card;
    return {
      card,
      rank: order.before + index + 1,
      cursor: () =>
        writeAlsoLikeCursor(order.list, { order: order.numbers, index: order.numbers.indexOf(number) }),
      entry: {
        article: number,
        ...{ score, reason, figures },
        viewsInWindow: this.parts.mirror.viewsInWindow(number),
        previousRank: null,
        listedSinceMs: null,
      },
    };
  }
}
