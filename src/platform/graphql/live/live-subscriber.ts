import type { GraphQLFormattedError } from 'graphql';

/** One who follows something, and hears of it. */
export interface LiveSubscriber {
  /** @param payload a result of GraphQL, as JSON */
  push(payload: string): void;
  /** Nothing more will come. */
  finish(): void;
  /** It could not begin, or cannot go on. */
  fail(errors: readonly GraphQLFormattedError[]): void;
}
