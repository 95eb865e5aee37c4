// From slices to hours of the publisher's clock, and from hours to days: one hour or one day at a time, each in a
// transaction that moves the watermark too, so that a process may die anywhere. Figures that come to Postgres after
// their hour has passed (a replay of an old log, a flusher that slept) are added to it by the same steps.

import type { Clock } from '../platform/clock';
import type { Log } from '../platform/log/log';
import type { NewsroomSettingRepository } from '../platform/postgres/newsroom-setting.repository';
import type {
  HourToCompact,
  MoveOfHours,
  RollupCompactionRepository,
  RollupWatermarks,
  WholeDay,
} from './rollup-compaction.repository';
import type { RollupHours, SliceRange } from './rollup-hours';
import type { RollupPartitionsRepository } from './rollup-partitions.repository';
import { makeTimeZoneFinal } from './rollup-time-zone';
import { type Slice, sliceOf } from './slice';
import type { SlicesInRedisStore } from './slices-in-redis.store';

export interface CompactionParts {
  repository: RollupCompactionRepository;
  partitions: RollupPartitionsRepository;
  inRedis: Pick<SlicesInRedisStore, 'slices'>;
  newsroomSettings: Pick<NewsroomSettingRepository, 'keepTogether'>;
  hours: RollupHours;
  clock: Clock;
  log: Log;
  /** How long slices are kept before they become hours, and hours before they become days. */
  keepSlicesDays: number;
  keepHoursDays: number;
}

export interface Compacted {
  hours: number;
  days: number;
}

const DAY_MS = 24 * 3_600_000;
/** Views are taken until a day after they were read; a slice that is younger than this may still grow. */
const GROWS_FOR_MS = 2 * DAY_MS;
/** More wait for the next run. */
const HOURS_A_RUN = 400;
const DAYS_A_RUN = 60;
/** No slice is older. */
const EVER: Slice = 0;

export class RollupCompaction {
  private isZoneKept = false;

  constructor(private readonly parts: CompactionParts) {}

  /**
   * Any number of processes may run it at once. @throws StoreUnavailable when Redis cannot be asked which slices it
   * has; TimeZoneDiffers when the figures were compacted by another clock: nothing is then compacted
   */
  async run(): Promise<Compacted> {
    const hoursMade = await this.compactHours();
    return { hours: hoursMade, days: await this.compactDays() };
  }

  private async compactHours(): Promise<number> {
    const { repository, inRedis, hours, clock, keepSlicesDays } = this.parts;
    const seen = await repository.watermarks();
    const live = await inRedis.slices();
    const keepMs = Math.max(keepSlicesDays * DAY_MS, GROWS_FOR_MS);
    const oldestLive = Math.min(...[...live].filter((slice) => slice >= (seen.hour ?? EVER)));
    const limit = hours.hourOf(Math.min(sliceOf(clock.nowMs() - keepMs), oldestLive)).first;
    let made = 0;
    for (let from = EVER; made < HOURS_A_RUN; ) {
      const next = await repository.firstSlice('rollup_slice', { first: from, end: limit });
      if (next === undefined) {
        await this.moveHoursTo(limit, seen);
        return made;
      }
      const hour = hours.hourOf(next);
      from = hour.end;
      if (anyOf(live, hour)) continue; // comes after its time, and has not come whole
      const asked = this.planOf(hour, seen);
      await this.keepZone();
      await this.makeRoom(asked);
      if (!(await repository.compactHour(asked))) return made;
      seen.hour = asked.move?.to ?? seen.hour;
      made += 1;
    }
    return made;
  }

  private async keepZone(): Promise<void> {
    if (this.isZoneKept) return;
    await makeTimeZoneFinal(this.parts.newsroomSettings, this.parts.hours.timeZone);
    this.isZoneKept = true;
  }

  private planOf(hour: SliceRange, seen: RollupWatermarks): HourToCompact {
    const { hours } = this.parts;
    const isNew = seen.hour === undefined || hour.first >= seen.hour;
    const { end: endOfDay } = hours.dayRangeOf(hour.first);
    return {
      hour,
      day: hours.dayOf(hour.first),
      into: seen.day !== undefined && hour.first < seen.day ? 'DAY' : 'HOUR',
      isAddedToDay: seen.hour !== undefined && endOfDay <= seen.hour,
      seen: { ...seen },
      move: isNew ? this.moveTo(hour.end, seen, hour) : undefined,
    };
  }

  /** Of the days that end on the way, none but the one where it begins and the one of the hour have figures. */
  private moveTo(to: Slice, seen: RollupWatermarks, hour?: SliceRange): MoveOfHours {
    const { hours } = this.parts;
    const from = seen.hour ?? EVER;
    const slices = [...(seen.hour === undefined ? [] : [seen.hour - 1]), ...(hour ? [hour.first] : [])];
    const days = new Map<string, WholeDay>();
    for (const slice of slices) {
      const day = { day: hours.dayOf(slice), ...hours.dayRangeOf(slice) };
      if (day.end > from && day.end <= to) days.set(day.day, day);
    }
    return { to, wholeDays: [...days.values()] };
  }

  private async moveHoursTo(limit: Slice, seen: RollupWatermarks): Promise<void> {
    // Until there are figures of some age, nothing is decided, the zone of the clock neither.
    if (seen.hour === undefined || seen.hour >= limit) return;
    await this.keepZone();
    const move = this.moveTo(limit, seen);
    await this.parts.partitions.makeForDays(
      'article_day',
      move.wholeDays.map(({ day }) => day),
    );
    await this.parts.repository.moveHours(seen, move);
  }

  private async makeRoom({ hour, day, into, move }: HourToCompact): Promise<void> {
    const { partitions } = this.parts;
    if (into === 'HOUR') await partitions.makeForSlices('rollup_hour', [hour.first]);
    else await partitions.makeForDays('rollup_day', [day]);
    await partitions.makeForDays('article_day', [day, ...(move?.wholeDays ?? []).map((whole) => whole.day)]);
  }

  private async compactDays(): Promise<number> {
    const { repository, partitions, hours, clock, keepHoursDays } = this.parts;
    const seen = await repository.watermarks();
    if (seen.hour === undefined) return 0;
    await this.keepZone();
    const oldestKept = Math.min(sliceOf(clock.nowMs() - keepHoursDays * DAY_MS), seen.hour);
    const limit = hours.dayRangeOf(oldestKept).first;
    for (let made = 0; made < DAYS_A_RUN; made++) {
      const next = await repository.firstSlice('rollup_hour', { first: EVER, end: limit });
      if (next === undefined) {
        if ((seen.day ?? EVER) < limit) await repository.moveDays(seen, limit);
        return made;
      }
      const day = { day: hours.dayOf(next), ...hours.dayRangeOf(next) };
      await partitions.makeForDays('rollup_day', [day.day]);
      if (!(await repository.compactDay(seen, day))) return made;
      seen.day = Math.max(seen.day ?? EVER, day.end);
    }
    return DAYS_A_RUN;
  }
}

function anyOf(slices: ReadonlySet<Slice>, { first, end }: SliceRange): boolean {
  for (let slice = first; slice < end; slice++) if (slices.has(slice)) return true;
  return false;
}
