import { MostreadError } from '../platform/errors';

/** Whose view it is may be said by a server of the publisher alone: anyone else could pose as anyone. */
export class MayNotReportForOthers extends MostreadError {
  readonly code = 'MAY_NOT_REPORT_FOR_OTHERS';

  constructor() {
    super('"onBehalfOf" needs a key with the scope VIEWS_REPORT_FOR_OTHERS, which the role SERVICE has.', {
      field: 'onBehalfOf',
    });
  }
}

/** No secret signs staff cookies. */
export class NoStaffCookies extends MostreadError {
  readonly code = 'NO_STAFF_COOKIES';

  constructor() {
    super('There are no staff cookies: STAFF_COOKIE_SECRETS is not set.');
  }
}
