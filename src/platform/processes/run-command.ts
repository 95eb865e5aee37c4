import { type SpawnOptions, spawn } from 'node:child_process';
import { systemClock } from '../clock';

export interface CommandOutcome {
  /** The exit status; null when a signal ended it or it could not be started. */
  status: number | null;
  signal: NodeJS.Signals | null;
  /** Standard output and standard error as they came, the end of them if they are long. */
  printed: string;
  /** ENOENT, EACCES, EPERM ... when the system would not start it. */
  refusal: string | undefined;
}

export interface CommandOptions {
  folder?: string;
  environment?: Readonly<Record<string, string | undefined>>;
  user?: { uid: number; gid: number };
  timeoutMs?: number;
  /** `ignored`: Ctrl-C does not reach it, for a short step that is better finished. */
  interrupts?: 'ignored' | 'obeyed';
}

const PRINTED_MAX_CHARACTERS = 64_000;

/** Runs a command to its end. Never throws: what went wrong is in the outcome. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandOutcome> {
  const spawnOptions: SpawnOptions = {
    cwd: options.folder,
    env: options.environment ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: options.interrupts === 'ignored',
    ...options.user,
  };
  return new Promise((resolve) => {
    let printed = '';
    let refusal: string | undefined;
    const gather = (chunk: Buffer) => {
      printed = (printed + chunk.toString('utf8')).slice(-PRINTED_MAX_CHARACTERS);
    };
    const child = spawn(command, args, spawnOptions);
    child.stdout?.on('data', gather);
    child.stderr?.on('data', gather);
    const { timeoutMs } = options;
    const forget = timeoutMs && systemClock.after(timeoutMs, () => void child.kill('SIGKILL'));
    const settle = (status: number | null, signal: NodeJS.Signals | null) => {
      if (forget) forget();
      resolve({ status, signal, printed, refusal });
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      refusal = error.code ?? error.message;
      if (child.pid === undefined) settle(null, null);
    });
    child.on('close', settle);
  });
}
