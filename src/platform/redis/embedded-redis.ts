// A Redis of the program's own, for those who have none: append-only file flushed every second, no eviction,
// loopback, a password (any program on the machine can reach a loopback port), ended with its parent, found
// again at the next start.

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join, resolve } from 'node:path';
import type { Clock } from '../clock';
import { LoopbackLauncher, type LoopbackServer, startLoopbackServer } from '../processes/loopback-server';
import { endProcess, type ProcessIdentity } from '../processes/process-life';
import { WatchedProcess } from '../processes/watched-process';
import { RedisDataOfAnotherVersion, RedisDidNotStart } from './embedded-redis.errors';
import { findRedis, type RedisBinary } from './find-redis';

export interface EmbeddedRedisOptions {
  folder: string;
  /** Where a fetched Redis is kept between runs. */
  cacheFolder: string;
  /** One line for whoever watches the start. */
  progress: (step: string) => void;
  /** `thrown-away` writes nothing to the disk: for tests. */
  durability?: 'kept' | 'thrown-away';
  /** What happens later, for the log; by default `progress`. */
  tell?: (sentence: string) => void;
  clock?: Clock;
  /** Folders in which to look for a server, as in PATH. */
  searchPath?: string;
}

/** What one start leaves for the next. */
interface Note {
  password: string;
  version: string;
  identity?: ProcessIdentity;
}

/** @throws FolderInUse, NoRedis, RedisDidNotStart, RedisDataOfAnotherVersion */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions): Promise<LoopbackServer> {
  const { progress, clock, tell = progress, durability = 'kept' } = options;
  const folder = resolve(options.folder);
  const binary = await findRedis(options);
  return startLoopbackServer({
    ...{ name: 'Redis', folder, tell, clock },
    async open() {
      await mkdir(join(folder, 'data'), { recursive: true, mode: 0o700 });
      const note = await readNote(folder);
      await endLeftover(folder, note);
      return new Launcher({ folder, binary, note, durability, clock });
    },
  });
}

async function readNote(folder: string): Promise<Note | undefined> {
  const text = await readFile(join(folder, 'redis.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Note;
  } catch {
    return undefined; // cut short by a power loss: a new password is as good, the data need none
  }
}

async function endLeftover(folder: string, note: Note | undefined): Promise<void> {
  if (note?.identity === undefined) return;
  const ended = await endProcess(note.identity, ['SIGTERM', 'SIGKILL']);
  if (!ended)
    throw new RedisDidNotStart(folder, `an earlier server (pid ${note.identity.pid}) does not end.`);
}

interface LauncherParts {
  folder: string;
  binary: RedisBinary;
  note: Note | undefined;
  durability: 'kept' | 'thrown-away';
  clock: Clock | undefined;
}

class Launcher extends LoopbackLauncher {
  private readonly password: string;

  constructor(private readonly parts: LauncherParts) {
    super(parts.clock);
    this.password = parts.note?.password ?? randomBytes(24).toString('base64url');
  }

  override get url(): string {
    return `redis://:${this.password}@127.0.0.1:${this.port}`;
  }

  protected override isPortTaken(error: unknown): boolean {
    return error instanceof RedisDidNotStart && /bind|listen/i.test(error.message);
  }

  protected override async launchOn(port: number): Promise<WatchedProcess> {
    const { folder, binary } = this.parts;
    const configFile = join(folder, 'redis.conf');
    await writeWhole(configFile, this.configuration(port));
    const started = await WatchedProcess.start({
      command: binary.path,
      args: [configFile],
      folder,
      environment: { PATH: process.env['PATH'], LC_ALL: 'C', ...binary.environment },
      logFile: join(folder, 'redis.log'),
      endSignals: ['SIGTERM'],
    });
    // The version is the one that has last written the data, so a start that fails leaves it as it was.
    await this.writeNote(this.parts.note?.version ?? binary.version, started);
    if (await this.isSoonReady(started, () => answers({ port, password: this.password }))) {
      await this.writeNote(binary.version, started);
      return started;
    }
    throw await this.failure(await started.lastWords());
  }

  private async writeNote(version: string, started: WatchedProcess): Promise<void> {
    const note: Note = { password: this.password, version, identity: started.identity };
    await writeWhole(join(this.parts.folder, 'redis.json'), `${JSON.stringify(note)}\n`);
  }

  private async failure(lastWords: string): Promise<Error> {
    const { folder, binary, note } = this.parts;
    if (/can't handle RDB format version/i.test(lastWords)) {
      const found = note && note.version !== binary.version ? note.version : 'a newer version';
      return new RedisDataOfAnotherVersion(join(folder, 'data'), found, binary.version);
    }
    return new RedisDidNotStart(folder, lastWords);
  }

  private configuration(port: number): string {
    const { folder, durability } = this.parts;
    return [
      'bind 127.0.0.1',
      `port ${port}`,
      'protected-mode yes',
      `requirepass ${this.password}`,
      `dir ${quoted(join(folder, 'data'))}`,
      'daemonize no',
      'logfile ""',
      'save ""',
      `appendonly ${durability === 'kept' ? 'yes' : 'no'}`,
      'appendfsync everysec',
      'maxmemory-policy noeviction',
      '',
    ].join('\n');
  }
}

/** The server's own notation for a string with blanks in it. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

async function writeWhole(path: string, content: string): Promise<void> {
  const draft = `${path}.draft`;
  await writeFile(draft, content, { mode: 0o600 });
  await rename(draft, path);
}

// PONG comes only when the append-only file is loaded: until then the answer is -LOADING. Spoken by hand,
// because the client library belongs to connection.ts and retries on its own terms.
function answers({ port, password }: { port: number; password: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    let received = '';
    const settle = (isReady: boolean) => {
      socket.destroy();
      resolve(isReady);
    };
    socket.setTimeout(1_000, () => settle(false));
    socket.on('error', () => settle(false));
    socket.on('close', () => settle(false));
    socket.on('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (received.startsWith('+OK') && received.includes('+PONG')) settle(true);
      else if (received.includes('-')) settle(false);
    });
  });
}
