import { EventEmitter } from 'node:events';
import type { ReadStream } from 'node:tty';
import { onAnyKey } from '../../src/cli/any-key';

/** What is used of a terminal. */
class Terminal extends EventEmitter {
  isTTY = true;
  isRaw = false;
  isReading = false;

  setRawMode(isRaw: boolean) {
    this.isRaw = isRaw;
  }

  resume() {
    this.isReading = true;
  }

  pause() {
    this.isReading = false;
  }

  type(keys: string) {
    this.emit('data', Buffer.from(keys));
  }
}

function listening(terminal = new Terminal()) {
  const act = jest.fn();
  const signal = jest.fn();
  const stop = onAnyKey({
    stdin: terminal as unknown as ReadStream,
    act,
    signal,
    isInForeground: () => true,
  });
  return { terminal, act, signal, stop };
}

describe('any key', () => {
  test.each(['x', ' ', '\r', '\u001b[A', '해'])(
    '%j acts once, and the terminal has its mode again',
    (key) => {
      const { terminal, act, signal } = listening();
      expect(terminal).toMatchObject({ isRaw: true, isReading: true });
      terminal.type(key);
      terminal.type(key);
      expect(act).toHaveBeenCalledTimes(1);
      expect(signal).not.toHaveBeenCalled();
      expect(terminal).toMatchObject({ isRaw: false, isReading: false });
    },
  );

  test.each([
    { name: 'Ctrl-C', key: '\x03', passedOn: 'SIGINT', acts: 0 },
    { name: 'Ctrl-Z', key: '\x1a', passedOn: 'SIGTSTP', acts: 1 },
    { name: 'Ctrl-\\', key: '\x1c', passedOn: 'SIGQUIT', acts: 1 },
  ])('$name is still the signal $passedOn', ({ key, passedOn, acts }) => {
    const { terminal, act, signal } = listening();
    terminal.type(key);
    expect(signal.mock.calls).toEqual([[passedOn]]);
    expect(act).toHaveBeenCalledTimes(acts);
    expect(terminal.isRaw).toBe(false);
  });

  test('stopping gives the mode back, and so does the end of the process', () => {
    const { terminal, act, stop } = listening();
    stop!();
    terminal.type('x');
    expect(terminal.isRaw).toBe(false);
    expect(act).not.toHaveBeenCalled();
    const ending = listening();
    const listeners = process.listeners('exit');
    listeners.at(-1)!(0);
    expect(ending.terminal.isRaw).toBe(false);
  });

  test('leaves no listener behind', () => {
    const before = process.listenerCount('exit');
    listening().stop!();
    expect(process.listenerCount('exit')).toBe(before);
  });

  test('is not there without a terminal, or in the background', () => {
    const pipe = new Terminal();
    pipe.isTTY = false;
    expect(listening(pipe).stop).toBeUndefined();
    const terminal = new Terminal();
    const parts = { stdin: terminal as unknown as ReadStream, act: () => undefined, signal: () => undefined };
    expect(onAnyKey({ ...parts, isInForeground: () => false })).toBeUndefined();
    expect(terminal.isRaw).toBe(false);
  });
});
