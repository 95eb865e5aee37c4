import { MostreadError } from '../platform/errors';
import { storeTroubleOf } from '../platform/graphql/store-trouble';

/** What a command says of an error: one sentence; what is no error of ours is a bug, and keeps its trace. */
export function sentenceOf(error: unknown): string {
  const known = error instanceof MostreadError ? error : storeTroubleOf(error);
  return known ? known.message : `This should not happen: ${traceOf(error)}`;
}

const traceOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
