// Ranked lists as fields of Subscription give them.

import { isPublic } from '../../articles/article-card';
import type { CardCache } from '../../articles/card-cache';
import type { Clock } from '../../platform/clock';
import { type LiveListener, LiveStream } from '../../platform/graphql/live/live-stream';
import { RankedArticleConnection, type RankedEdges } from '../ranked-article.type';
import type { SnapshotMirror } from '../snapshot-mirror';
import {
  type RankedListChange,
  RankedListChangeKind,
  type RankedListDeparture,
} from './ranked-list-change.type';
import { type ListUpdate, type ReadPage, WatchedList } from './watched-list';

export interface LiveListsParts {
  mirror: Pick<SnapshotMirror, 'onSnapshot'>;
  cards: Pick<CardCache, 'onCard' | 'peek'>;
  edges: RankedEdges;
  clock: Clock;
}

/** More places of a list than this are not followed. */
export const LIVE_PLACES_MAX = 50;

export class LiveLists {
  constructor(private readonly parts: LiveListsParts) {}

  /** @param readPage gives the same page of the list each time, as it stands then */
  async follow(readPage: ReadPage): Promise<LiveStream<RankedListChange>> {
    const watched = new WatchedList(this.parts, readPage, await readPage());
    return new LiveStream({
      present: () => this.shown(watched.present()),
      listen: (listener: LiveListener<RankedListChange>) =>
        watched.listen({
          changed: (update) => listener.changed(this.shown(update)),
          ended: () => listener.ended(),
        }),
    });
  }

  private shown({ kind, page, changes }: ListUpdate): RankedListChange {
    const { edges } = this.parts;
    const { entered, left, moved } = changes;
    return {
      kind: RankedListChangeKind[kind],
      list: new RankedArticleConnection(page, edges),
      entered: edges.of(entered),
      left: left.map(({ card, rank }) => this.departure(card.number, card.id, rank)),
      moved: moved.map(({ place, from }) => ({ article: place.card, from, to: place.rank })),
    };
  }

  private departure(number: number, id: string, from: number): RankedListDeparture {
    const { cards, clock } = this.parts;
    const card = cards.peek(number);
    return { id, article: card && isPublic(card, clock.nowMs()) ? card : null, from };
  }
}
