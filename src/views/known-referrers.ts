import { readFileSync } from 'node:fs';
import { type KnownReferrers, knownReferrersFrom } from './referrer';

/** Snowplow's list, of which the package brings the data; its code is not used. Read when it is first needed. */
export function loadKnownReferrers(): KnownReferrers {
  const data = require.resolve('@cgamesplay/referer-parser/data/referers.json');
  return knownReferrersFrom(JSON.parse(readFileSync(data, 'utf8')));
}
