import { MostreadError, RequestRefused } from '../platform/errors';

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

/** The link that marks a browser as one of the staff was cut, has ended, or was signed by a secret that is gone. */
export class StaffLinkInvalid extends RequestRefused {
  readonly code = 'STAFF_LINK_INVALID';
  readonly status = 403;

  constructor() {
    super('This link has ended or is not whole. Ask for a new one: "mostread staff-cookie" makes it.');
  }
}
