import type { NewsroomSettingRepository } from '../platform/postgres/newsroom-setting.repository';
import { TimeZoneDiffers } from './rollups.errors';

const NAME = 'rollup-time-zone';

/** From the first compaction on: hours and days are those of this zone. @throws TimeZoneDiffers */
export async function keepTimeZone(
  settings: Pick<NewsroomSettingRepository, 'keepFirst'>,
  timeZone: string,
): Promise<void> {
  const kept = await settings.keepFirst(NAME, timeZone);
  if (kept !== timeZone) throw new TimeZoneDiffers(kept, timeZone);
}

/** At a start. Before anything was compacted, the zone may be changed. @throws TimeZoneDiffers */
export async function checkTimeZone(
  settings: Pick<NewsroomSettingRepository, 'kept'>,
  timeZone: string,
): Promise<void> {
  const kept = await settings.kept(NAME);
  if (kept !== undefined && kept !== timeZone) throw new TimeZoneDiffers(kept, timeZone);
}
