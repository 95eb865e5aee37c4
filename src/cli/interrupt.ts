// Ctrl-C: the first one asks the command to end after what it is doing, so that nothing is left half-done; the second
// one ends it at once.

export interface Interrupt {
  readonly isAsked: boolean;
}

export const INTERRUPTED_STATUS = 130;

export function listenForInterrupt(tell: (line: string) => void): Interrupt {
  const interrupt = { isAsked: false };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interrupt.isAsked) process.exit(INTERRUPTED_STATUS);
      interrupt.isAsked = true;
      tell('\nEnding after this step. Press Ctrl-C again to end at once.');
    });
  }
  return interrupt;
}
