import { MostreadError } from '../platform/errors';

/** Days that were added up by one clock cannot be told apart again by another. */
export class TimeZoneDiffers extends MostreadError {
  readonly code = 'TIME_ZONE_DIFFERS';

  constructor(kept: string, asked: string) {
    super(
      `The figures of this newsroom are kept by hours and days of ${kept}, and TIME_ZONE is ${asked}. ` +
        `Set TIME_ZONE=${kept}: what has been added up by one clock cannot be told apart by another.`,
      { field: 'TIME_ZONE' },
    );
  }
}
