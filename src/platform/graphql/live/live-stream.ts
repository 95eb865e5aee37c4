// What a field of Subscription gives: a state, and what changes of it. Every client is sent the state first, so one
// that comes back after a gap needs nothing else; those who ask for the same share one stream.

import type { Stop } from '../../clock';

export interface LiveListener<T> {
  changed(change: T): void;
  /** Nothing more will come. */
  ended(): void;
}

export interface LiveSource<T> {
  /** All of it, as the last change has left it: the changes that follow are changes of this. */
  present(): T;
  /** The source begins to look with its one listener, and stops with it. */
  listen(listener: LiveListener<T>): Stop;
}

/** graphql-js asks of a stream that it could be iterated; shared executions listen to its source instead. */
export class LiveStream<T> implements AsyncIterable<T> {
  constructor(readonly source: LiveSource<T>) {}

  [Symbol.asyncIterator](): AsyncIterator<T> {
    throw new Error('A live stream is listened to, not iterated');
  }
}
