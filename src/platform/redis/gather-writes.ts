import type Redis from 'ioredis';
import { atEndOfTurn } from '../clock';

/**
 * What is sent within a turn of the event loop leaves in one write at its end. Each write is a call to the system, and
 * with one for every command they were a seventh of what a reported view costs. Call it before each command.
 */
export function writeGatherer(client: Pick<Redis, 'stream'>): () => void {
  let gathering: Redis['stream'] | undefined;
  return () => {
    const { stream } = client;
    if (stream === undefined || stream === gathering) return;
    gathering = stream;
    stream.cork();
    atEndOfTurn(() => {
      gathering = undefined;
      stream.uncork();
    });
  };
}
