import { MostreadError } from '../platform/errors';

/** The command was given wrongly: exit status 2. */
export class UsageError extends MostreadError {
  readonly code = 'USAGE';
}
