// The circuit breaker for a server that hangs. Redis answers in order, so a command that has stood first in line for as
// long as a command may take says that nothing behind it will be answered either: its connection is broken off. From
// then on every command fails at once, unsent, and the one attempt to connect again is the probe. Counted in looks,
// not in milliseconds: after a second in which this process itself was busy the answers wait to be read, and one look
// has passed.

import type Redis from 'ioredis';
import type { Clock, Stop } from '../clock';

export const LOOK_EVERY_MS = 250;

interface Watched {
  first: unknown;
  looks: number;
  breakOff: () => void;
}

export class HangWatch {
  private readonly watched = new Map<Redis, Watched>();
  private readonly looksMax: number;
  private readonly stopLooking: Stop;

  constructor(clock: Clock, patienceMs: number) {
    this.looksMax = Math.ceil(patienceMs / LOOK_EVERY_MS);
    this.stopLooking = clock.every(LOOK_EVERY_MS, () => this.look());
  }

  watch(client: Redis, breakOff: () => void): void {
    this.watched.set(client, { first: undefined, looks: 0, breakOff });
  }

  forget(client: Redis): void {
    this.watched.delete(client);
  }

  stop(): void {
    this.stopLooking();
    this.watched.clear();
  }

  private look(): void {
    for (const [client, watched] of this.watched) {
      const first = firstInLine(client);
      watched.looks = first !== undefined && first === watched.first ? watched.looks + 1 : 0;
      watched.first = first;
      if (watched.looks >= this.looksMax) {
        watched.first = undefined;
        watched.breakOff();
      }
    }
  }
}

function firstInLine(client: Redis): unknown {
  const { commandQueue } = client as unknown as { commandQueue?: { peekFront(): unknown } };
  return commandQueue?.peekFront();
}
