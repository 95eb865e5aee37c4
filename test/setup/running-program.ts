// The real program in a process of its own, as an operator runs it, against the stores of a test file.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Agent, request } from 'undici';

/** What a reader's browser says of itself; without such an agent a view is a bot's. */
export const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';

const START_MS = 120_000;

export interface GraphqlAnswer<T> {
  data: T;
  errors?: { message: string; extensions: { code: string; field?: string } }[];
}

/** `npx jest` by itself compiles nothing, and what dist holds may be older than src. */
function compile(root: string): void {
  const script = "import('./bin/prepare.mjs').then(({ prepare }) => prepare())";
  const { status, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

export class RunningProgram {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly printed: { text: string },
    private readonly agent: Agent,
  ) {}

  /** Starts the compiled program and waits until it says where it listens. */
  static async start(
    environment: Record<string, string>,
    args: readonly string[] = [],
  ): Promise<RunningProgram> {
    const root = join(__dirname, '..', '..');
    compile(root);
    const main = join(root, 'dist', 'src', 'main.js');
    const child = spawn(process.execPath, ['--enable-source-maps', main, ...args], {
      cwd: root,
      // Nobody reads but who a test sends.
      env: { ...process.env, PORT: '0', DEMO_TRAFFIC: 'off', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed = { text: '' };
    const url = await new Promise<string>((resolve, reject) => {
      const tooLong = setTimeout(
        () => reject(new Error(`did not start in time:\n${printed.text}`)),
        START_MS,
      );
      const read = (chunk: Buffer) => {
        printed.text += chunk.toString();
        const found = /Health\s+(http:\/\/\S+)\/health/.exec(printed.text);
        if (!found?.[1]) return;
        clearTimeout(tooLong);
        resolve(found[1]);
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      child.once('exit', (status, signal) => {
        clearTimeout(tooLong);
        reject(new Error(`ended (${status ?? signal}) before it was ready:\n${printed.text}`));
      });
    });
    return new RunningProgram(url, child, printed, new Agent({ connections: 50 }));
  }

  /** Everything it has printed so far. */
  output(): string {
    return this.printed.text;
  }

  async ask<T>(
    query: string,
    variables: object = {},
    headers: Record<string, string> = {},
  ): Promise<GraphqlAnswer<T>> {
    const answer = await request(`${this.url}/graphql`, {
      method: 'POST',
      dispatcher: this.agent,
      headers: { 'content-type': 'application/json', 'user-agent': BROWSER, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return (await answer.body.json()) as GraphqlAnswer<T>;
  }

  /** Sends it and waits for nothing: SIGSTOP puts the program to sleep, SIGCONT wakes it. */
  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** A figure of /metrics, by its name and labels as they are written there. */
  async figure(name: string): Promise<number | undefined> {
    const answer = await request(`${this.url}/metrics`, { dispatcher: this.agent });
    const line = (await answer.body.text()).split('\n').find((one) => one.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.slice(name.length + 1));
  }

  /** Sends the signal and waits for the end; gives the exit status, or null when the signal itself ended it. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    await this.agent.destroy();
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const ended = new Promise<number | null>((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    return ended;
  }
}
