import { MostreadError } from '../platform/errors';
import { type OnBehalfOf, originOfVisitor } from './on-behalf-of';
import type { Reader, Readers, RequestOrigin } from './readers';

/** What came with a request, and what one report of it says of its visitor. */
export interface WhoReports {
  origin: RequestOrigin;
  /** What the client calls its visitor. */
  visitor?: string;
  onBehalfOf?: OnBehalfOf;
}

/**
 * The reader of a report, without a promise where that can be told at once; or why there is none: that is the
 * report's own refusal.
 */
export function readerOrRefusal(
  readers: Pick<Readers, 'atOnce'>,
  { origin, visitor, onBehalfOf }: WhoReports,
): Reader | MostreadError | Promise<Reader | MostreadError> {
  try {
    const from = onBehalfOf === undefined ? origin : originOfVisitor(origin.caller, onBehalfOf);
    const reader = readers.atOnce(from, visitor);
    return reader instanceof Promise ? reader.catch(refusalOf) : reader;
  } catch (error) {
    return refusalOf(error);
  }
}

function refusalOf(error: unknown): MostreadError {
  if (error instanceof MostreadError) return error;
  throw error;
}
