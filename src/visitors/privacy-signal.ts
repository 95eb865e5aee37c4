// Who has asked not to be followed: Global Privacy Control always, since it stands for rights that laws give; Do Not
// Track, which its makers have given up and old browsers may send unasked, as the publisher decides.

import { type Headers, headerOf } from './request-headers';

export interface HonouredSignals {
  honourDoNotTrack: boolean;
}

export function asksForPrivacy(headers: Headers, { honourDoNotTrack }: HonouredSignals): boolean {
  return headerOf(headers, 'sec-gpc') === '1' || (honourDoNotTrack && headerOf(headers, 'dnt') === '1');
}
