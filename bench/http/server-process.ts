// Servers under measurement, each in a process of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export const projectFolder = resolve(__dirname, '../..');
export const typescript = ['--require', join(projectFolder, 'test/setup/typescript-hook.cjs')];

/** Of a browser: calls of a library are taken for a bot's. */
export const browserHeaders = {
  'content-type': 'application/json',
  accept: 'application/json',
  'user-agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
};

/** What `npm start` gives to node, and so to every server that is measured. */
const nodeFlags = (
  JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { scripts: { start: string } }
).scripts.start
  .split(' ')
  .filter((word) => word.startsWith('--'));

const START_MS = 120_000;
/** Linux counts the time of processes in these, whatever the machine (USER_HZ). */
const MS_A_TICK = 10;
const NANOSECONDS_A_MS = 1e6;

export type FloorName = 'constant' | 'mercurius' | 'reports' | 'unchanged';

export class ServerProcess {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** The API as `npm start` runs it, with stores of its own in `folder`. */
  static async api(
    folder: string,
    environment: Readonly<Record<string, string>>,
    flags: readonly string[] = [],
  ): Promise<ServerProcess> {
    const program = [...flags, join(projectFolder, 'bin', 'start.mjs')];
    return ServerProcess.start(program, /GraphQL\s+(http:\/\/\S+)/, {
      DATA_FOLDER: folder,
      MOSTREAD_CACHE: join(projectFolder, '.mostread', 'cache'),
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...environment,
    });
  }

  static async floor(name: FloorName, answerFile: string): Promise<ServerProcess> {
    return ServerProcess.start(
      [...typescript, join(__dirname, 'floor.program.ts'), name, answerFile],
      /(\S+)/,
    );
  }

  private static async start(
    args: readonly string[],
    saysWhere: RegExp,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<ServerProcess> {
    const child = spawn(process.execPath, [...nodeFlags, ...args], {
      cwd: projectFolder,
      env: { ...process.env, NODE_ENV: 'production', ...environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let printed = '';
    const url = await new Promise<string>((found, failed) => {
      const tooLong = setTimeout(() => failed(new Error(`did not start in time:\n${printed}`)), START_MS);
      child.once('exit', (status, signal) => {
        clearTimeout(tooLong);
        failed(new Error(`ended (${status ?? signal}) before it was ready:\n${printed}`));
      });
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        const url = saysWhere.exec(printed)?.[1];
        if (url === undefined) return;
        clearTimeout(tooLong);
        // The name of this machine may stand for two addresses, and only one is listened on.
        found(url.replace('localhost', '127.0.0.1'));
      });
    });
    return new ServerProcess(url, child);
  }

  /** Processor time that it has used since its start, in ms; undefined where the machine does not tell. */
  async processorMs(): Promise<number | undefined> {
    const stat = await readFile(`/proc/${this.child.pid}/stat`, 'utf8').catch(() => undefined);
    if (stat === undefined) return undefined;
    // After the name, which may hold spaces: state is field 3, utime 14 and stime 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MS_A_TICK;
  }

  /**
   * Of the thread that answers, since its start, in ms: on a processor, and ready to run while all processors were
   * taken; undefined where the machine does not tell.
   */
  async mainThread(): Promise<{ ranMs: number; waitedMs: number } | undefined> {
    const { pid } = this.child;
    const stat = await readFile(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').catch(() => undefined);
    if (stat === undefined) return undefined;
    const [ran, waited] = stat.split(' ').map(Number);
    return { ranMs: ran! / NANOSECONDS_A_MS, waitedMs: waited! / NANOSECONDS_A_MS };
  }

  async ask(body: string, headers: Readonly<Record<string, string>>): Promise<string> {
    const answer = await fetch(this.url, { method: 'POST', headers, body });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${this.url} answers with ${answer.status}: ${text}`);
    return text;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}
