// Who has the data folder, and how to reach it: `npm start` writes a note while it runs, a second start reads
// it to say what runs already, and the command line reads it to work on the same stores.

import { readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MostreadError } from '../platform/errors';
import { isAlive, ownIdentity, type ProcessIdentity } from '../platform/processes/process-life';
import type { RedisPlace } from '../platform/redis/redis-place';

export interface RunningNewsroom extends ProcessIdentity {
  databaseUrl: string;
  redis: RedisPlace;
  /** Absent while it is still starting. */
  apiUrl?: string;
}

export class AlreadyRunning extends MostreadError {
  readonly code = 'ALREADY_RUNNING';

  constructor(dataFolder: string, running: { pid: number; apiUrl?: string }) {
    const where = running.apiUrl ? `runs already at ${running.apiUrl}` : 'is starting or working already';
    super(
      `Mostread ${where} (pid ${running.pid}) with the data folder ${dataFolder}. ` +
        'Use that one, stop it first, or set DATA_FOLDER (and PORT) for a second one.',
      { field: 'DATA_FOLDER' },
    );
  }
}

const NOTE = 'running.json';

/** The newsroom that runs on this data folder now; undefined when none does. */
export async function readRunning(dataFolder: string): Promise<RunningNewsroom | undefined> {
  try {
    const running = JSON.parse(await readFile(join(dataFolder, NOTE), 'utf8')) as RunningNewsroom;
    return isAlive(running) ? running : undefined;
  } catch {
    return undefined; // never written, or by a run that was cut short
  }
}

export type RunningNote = Omit<RunningNewsroom, keyof ProcessIdentity>;

/** Readable by its owner alone: the URLs hold passwords. */
export async function writeRunning(dataFolder: string, note: RunningNote): Promise<void> {
  const path = join(dataFolder, NOTE);
  await writeFile(`${path}.draft`, `${JSON.stringify({ ...ownIdentity(), ...note })}\n`, { mode: 0o600 });
  await rename(`${path}.draft`, path);
}

export async function removeRunning(dataFolder: string): Promise<void> {
  await unlink(join(dataFolder, NOTE)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
