import { MostreadError } from '../platform/errors';

/** The midnights of one zone make the days of all processes: by another the same visitors would be counted again. */
export class TimeZoneDiffers extends MostreadError {
  readonly code = 'TIME_ZONE_DIFFERS';

  constructor(kept: string, asked: string) {
    super(
      `The days of this newsroom are those of ${kept}, and TIME_ZONE is ${asked}. Set TIME_ZONE=${kept}; or, as long ` +
        `as no figures have been added up to hours, stop every process and run "mostread time-zone ${asked}".`,
      { field: 'TIME_ZONE' },
    );
  }
}

/** Days that were added up by one clock cannot be told apart again by another. */
export class TimeZoneIsFinal extends MostreadError {
  readonly code = 'TIME_ZONE_IS_FINAL';

  constructor(kept: string) {
    super(
      `Figures have been added up by hours and days of ${kept}, which cannot be told apart again by another clock: ` +
        `TIME_ZONE stays ${kept}.`,
      { field: 'TIME_ZONE' },
    );
  }
}
