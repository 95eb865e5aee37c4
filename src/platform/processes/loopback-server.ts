// A server of the program's own on a loopback port: alone in its folder, started again when it ends by itself, and
// ended with its parent.

import { type Clock, systemClock } from '../clock';
import { lockFolder } from './folder-lock';
import { freePort } from './free-port';
import { KeptRunning } from './kept-running';
import type { WatchedProcess } from './watched-process';

export interface LoopbackServer {
  url: string;
  /** Where its data lie. */
  folder: string;
  port: number;
  /** Of the server itself. */
  readonly pid: number;
  stop(): Promise<void>;
}

interface ServerToStart {
  name: string;
  folder: string;
  /** Told of what happens later, for the log. */
  tell: (sentence: string) => void;
  clock?: Clock;
  /** Makes the folder ready: nobody else has it by then. */
  open: () => Promise<LoopbackLauncher>;
  /** What is to be done once it runs. */
  complete?: (url: string) => Promise<void>;
}

const PORT_ATTEMPTS = 5;
const READY_WITHIN_MS = 120_000;
const POLL_MS = 10;
/** Another start in this folder may be about to end; longer than that, it is a second newsroom. */
const LOCK_WAIT_MS = 3_000;

/** @throws FolderInUse, and what `open`, the start and `complete` throw */
export async function startLoopbackServer(parts: ServerToStart): Promise<LoopbackServer> {
  const { name, folder, tell, clock = systemClock, open, complete } = parts;
  const lock = await lockFolder(folder, { waitMs: LOCK_WAIT_MS, clock });
  try {
    const launcher = await open();
    const kept = await KeptRunning.start({ name, launch: () => launcher.launch(), tell, clock });
    const { url, port } = launcher;
    await complete?.(url).catch(async (error) => {
      await kept.stop();
      throw error;
    });
    return {
      ...{ url, port, folder },
      get pid() {
        return kept.pid;
      },
      async stop() {
        await kept.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Starts the server: on any free port the first time, on that same port whenever it must be started again. */
export abstract class LoopbackLauncher {
  port = 0;

  constructor(protected readonly clock: Clock = systemClock) {}

  abstract get url(): string;

  async launch(): Promise<WatchedProcess> {
    if (this.port > 0) return this.launchOn(this.port);
    for (let attempt = 1; ; attempt++) {
      const port = await freePort();
      try {
        const started = await this.launchOn(port);
        this.port = port;
        return started;
      } catch (error) {
        if (!this.isPortTaken(error) || attempt === PORT_ATTEMPTS) throw error;
      }
    }
  }

  /** Resolves when it answers. */
  protected abstract launchOn(port: number): Promise<WatchedProcess>;

  protected abstract isPortTaken(error: unknown): boolean;

  /** False, and it has ended, where it does not answer in time. */
  protected async isSoonReady(started: WatchedProcess, isReady: () => Promise<boolean>): Promise<boolean> {
    const untilMs = this.clock.nowMs() + READY_WITHIN_MS;
    while (started.isRunning && this.clock.nowMs() < untilMs) {
      if (await isReady()) return true;
      await this.clock.wait(POLL_MS);
    }
    await started.stop(this.clock);
    return false;
  }
}
