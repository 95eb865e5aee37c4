// What a bench has for itself: a folder, and whatever it starts. When the bench has ended, all that is ended too, the
// last first, and the folder is gone.

import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives what `act` gives, or its error, once everything has ended. */
export async function inOwnPlace<T>(act: (place: OwnPlace) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'mostread-bench-'));
  // As root, Postgres runs as somebody else and must be able to enter.
  await chmod(folder, 0o755);
  const place = new OwnPlace(folder);
  place.onEnd(() => rm(folder, { recursive: true, force: true }));
  try {
    return await act(place);
  } finally {
    await place.end();
  }
}

export class OwnPlace {
  private readonly endings: (() => Promise<void>)[] = [];

  constructor(readonly folder: string) {}

  /** For what is stopped at the end. */
  readonly start = async <Started extends { stop(): Promise<void> }>(
    starting: Promise<Started>,
  ): Promise<Started> => {
    const started = await starting;
    this.onEnd(() => started.stop());
    return started;
  };

  onEnd(act: () => Promise<void>): void {
    this.endings.push(act);
  }

  async end(): Promise<void> {
    for (const act of this.endings.splice(0).reverse()) await act();
  }
}
