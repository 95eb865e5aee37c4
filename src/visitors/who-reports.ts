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

/** The reader of a report, or why there is none: that is the report's own refusal. */
export async function readerOrRefusal(
  readers: Pick<Readers, 'of'>,
  { origin, visitor, onBehalfOf }: WhoReports,
): Promise<Reader | MostreadError> {
  try {
    const from = onBehalfOf === undefined ? origin : originOfVisitor(origin.caller, onBehalfOf);
    return await readers.of(from, visitor);
  } catch (error) {
    if (error instanceof MostreadError) return error;
    throw error;
  }
}
