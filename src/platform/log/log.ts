import pino from 'pino';

/** Structured lines on standard error, so that what a command prints on standard output stays clean. */
export type Log = pino.Logger;

export function createLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
