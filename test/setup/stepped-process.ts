import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { until } from './until';

const root = resolve(__dirname, '../..');

const COMES_WITHIN_MS = 120_000;

export interface SteppedStores {
  databaseUrl: string;
  redisUrl: string;
  keySpace: string;
}

/** A program of test/faults that says "AT step" where it waits until it is told to go on, and DONE or FAILED at its end. */
export class SteppedProcess {
  private readonly child: ChildProcess;
  private printed = '';
  /** And all that it has printed was read: that may come after its exit. */
  private hasEnded = false;

  constructor(program: string, stores: SteppedStores, parameters: readonly string[]) {
    const hook = join(root, 'test/setup/typescript-hook.cjs');
    const places = [stores.databaseUrl, stores.redisUrl, stores.keySpace];
    const path = join(root, 'test/faults', program);
    this.child = spawn(process.execPath, ['-r', hook, path, ...places, ...parameters], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const read = (chunk: Buffer) => {
      this.printed += chunk.toString();
    };
    this.child.stdout?.on('data', read);
    this.child.stderr?.on('data', read);
    this.child.once('close', () => {
      this.hasEnded = true;
    });
  }

  async comesTo(line: string): Promise<void> {
    const isThere = () => this.printed.includes(`${line}\n`);
    // It is compiled while it starts: half a minute where twenty others want the machine.
    await until(() => isThere() || this.hasEnded, {
      withinMs: COMES_WITHIN_MS,
      what: () => `the process says ${line}; it said ${this.printed}`,
    });
    if (!isThere()) throw new Error(`The process ended before ${line} and said ${this.printed}`);
  }

  /** By itself: it has done all, or says that it could not. */
  async ends({ withinMs }: { withinMs: number }): Promise<void> {
    await until(() => this.hasEnded, { withinMs, what: () => `the process ends; it said ${this.printed}` });
    if (this.child.exitCode !== 0 || !/^(DONE|FAILED)$/m.test(this.printed))
      throw new Error(`The process ended with ${this.child.exitCode} and said ${this.printed}`);
  }

  goOn(): void {
    this.child.stdin?.write('\n');
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
