import { MostreadError } from '../platform/errors';

/** A cursor names a snapshot that is no longer kept: after a quarter of an hour the list has moved on. */
export class SnapshotGone extends MostreadError {
  readonly code = 'SNAPSHOT_GONE';

  constructor(id: string) {
    super(`Snapshot ${id} is no longer kept. Ask again without "after" for the newest list.`, {
      field: 'after',
    });
  }
}
