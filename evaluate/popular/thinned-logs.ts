// What a smaller site would have: one visitor in so many, by the hash of the visitor, so that it is the same whoever
// asks. All parts together are the log again, and no visitor is in two.

import { createHash } from 'node:crypto';
import { type CountedLog, logOfVisitors } from './counted-log';

export function* thinnedLogs(log: CountedLog, parts: number): Generator<CountedLog> {
  const partOf = Uint8Array.from({ length: log.visitors }, (_, visitor) => partOfVisitor(visitor, parts));
  for (let part = 0; part < parts; part++) yield logOfVisitors(log, (visitor) => partOf[visitor] === part);
}

/** A visitor's number follows from the log alone; neighbours, who came in one minute, fall apart. */
export function partOfVisitor(visitor: number, parts: number): number {
  return createHash('sha1').update(`visitor ${visitor}`).digest().readUInt32BE(0) % parts;
}
