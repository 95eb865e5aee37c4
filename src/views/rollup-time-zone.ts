// One time zone for a newsroom: its days make the pseudonyms of visitors, and the figures are added up by its hours and
// days. The first start decides; the first compaction makes it final.

import type { NewsroomSettingRepository } from '../platform/postgres/newsroom-setting.repository';
import { TimeZoneDiffers, TimeZoneIsFinal } from './rollups.errors';

const KEPT = 'time-zone';
/** There from the first compaction on. */
const COMPACTED = 'rollup-time-zone';

/**
 * At the start of whatever counts or reads figures: with another zone the same visitor would be counted again.
 * @throws TimeZoneDiffers
 */
export async function keepTimeZone(
  settings: Pick<NewsroomSettingRepository, 'kept' | 'keepFirst'>,
  timeZone: string,
): Promise<void> {
  // A database that was compacted before zones were kept from the start on says which.
  const kept = await settings.keepFirst(KEPT, (await settings.kept(COMPACTED)) ?? timeZone);
  if (kept !== timeZone) throw new TimeZoneDiffers(kept, timeZone);
}

/** Before hours and days are made of slices. @throws TimeZoneDiffers: nothing may be made */
export async function makeTimeZoneFinal(
  settings: Pick<NewsroomSettingRepository, 'keepTogether'>,
  timeZone: string,
): Promise<void> {
  const kept = await settings.keepTogether(
    new Map([
      [COMPACTED, timeZone],
      [KEPT, timeZone],
    ]),
  );
  for (const zone of kept.values()) if (zone !== timeZone) throw new TimeZoneDiffers(zone, timeZone);
}

/** Gives the zone before, if one was kept. @throws TimeZoneIsFinal */
export async function changeTimeZone(
  settings: Pick<NewsroomSettingRepository, 'kept' | 'changeUnless'>,
  timeZone: string,
): Promise<string | undefined> {
  const before = await settings.kept(KEPT);
  const compacted = await settings.changeUnless(COMPACTED, { name: KEPT, value: timeZone });
  if (compacted !== undefined && compacted !== timeZone) throw new TimeZoneIsFinal(compacted);
  return compacted ?? before;
}
