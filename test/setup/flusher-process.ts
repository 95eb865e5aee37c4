import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { until } from './until';

const root = resolve(__dirname, '../..');

export interface FlusherStores {
  databaseUrl: string;
  redisUrl: string;
  keySpace: string;
}

/** test/faults/flusher.program.ts, running. */
export class FlusherProcess {
  private readonly child: ChildProcess;
  private printed = '';

  constructor(stores: FlusherStores, nowMs: number, waitsAt: readonly string[]) {
    const hook = join(root, 'test/setup/typescript-hook.cjs');
    const program = join(root, 'test/faults/flusher.program.ts');
    const places = [stores.databaseUrl, stores.redisUrl, stores.keySpace];
    this.child = spawn(process.execPath, ['-r', hook, program, ...places, String(nowMs), waitsAt.join(',')], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const read = (chunk: Buffer) => {
      this.printed += chunk.toString();
    };
    this.child.stdout?.on('data', read);
    this.child.stderr?.on('data', read);
  }

  async comesTo(line: string): Promise<void> {
    await until(() => this.printed.includes(`${line}\n`), {
      withinMs: 60_000,
      what: `the flusher says ${line}; it said ${this.printed}`,
    });
  }

  /** By itself: it has written all, or says that it could not. */
  async ends({ withinMs }: { withinMs: number }): Promise<void> {
    const hasEnded = () => this.child.exitCode !== null;
    await until(hasEnded, { withinMs, what: `the flusher ends; it said ${this.printed}` });
    if (this.child.exitCode !== 0 || !/^(DONE|FAILED)$/m.test(this.printed))
      throw new Error(`The flusher ended with ${this.child.exitCode} and said ${this.printed}`);
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
