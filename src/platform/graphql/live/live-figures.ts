/** What is told of live updates, for whoever keeps figures. Fields are those of the schema, the rest are few words. */
export interface LiveFigures {
  /** One more, or one fewer, follows it. */
  subscribed(field: string, by: 1 | -1): void;
  /** A document was executed for an event, for however many follow it. */
  executed(field: string): void;
  pushed(field: string): void;
  /** A connection was cut: its client did not take in what it was sent, did not answer, said too much, or may not. */
  dropped(reason: DropReason): void;
}

export type CutReason = 'BUFFER_FULL' | 'NOT_DRAINED' | 'NO_PONG' | 'TOO_MANY_MESSAGES';
export type DropReason = CutReason | 'CREDENTIAL_ENDED';

export const noFigures: LiveFigures = {
  subscribed: () => undefined,
  executed: () => undefined,
  pushed: () => undefined,
  dropped: () => undefined,
};
