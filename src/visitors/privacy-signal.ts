// Who has asked not to be followed: Global Privacy Control always, since it stands for rights that laws give; Do Not
// Track, which its makers have given up and old browsers may send unasked, as the publisher decides.

import { type Headers, headerOf } from './request-headers';

export interface HonouredSignals {
  honourDoNotTrack: boolean;
}

/** The headers that are heeded, as HTTP writes them. */
export function privacyHeaders({ honourDoNotTrack }: HonouredSignals): string[] {
  return honourDoNotTrack ? ['Sec-GPC', 'DNT'] : ['Sec-GPC'];
}

export function asksForPrivacy(headers: Headers, { honourDoNotTrack }: HonouredSignals): boolean {
  return headerOf(headers, 'sec-gpc') === '1' || (honourDoNotTrack && headerOf(headers, 'dnt') === '1');
}
