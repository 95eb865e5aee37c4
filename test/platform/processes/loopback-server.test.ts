import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  LoopbackLauncher,
  type LoopbackServer,
  startLoopbackServer,
} from '../../../src/platform/processes/loopback-server';
import { WatchedProcess } from '../../../src/platform/processes/watched-process';
import { until } from '../../setup/until';

const LISTENS = "require('node:net').createServer().listen(Number(process.argv[1]), '127.0.0.1')";

class PortTaken extends Error {}

/** Of a process that takes connections. */
class Launcher extends LoopbackLauncher {
  readonly ports: number[] = [];

  /** So many attempts find their port taken. */
  constructor(
    private readonly folder: string,
    private taken = 0,
  ) {
    super();
  }

  override get url(): string {
    return `tcp://127.0.0.1:${this.port}`;
  }

  protected override isPortTaken(error: unknown): boolean {
    return error instanceof PortTaken;
  }

  protected override async launchOn(port: number): Promise<WatchedProcess> {
    this.ports.push(port);
    if (this.taken-- > 0) throw new PortTaken();
    const started = await WatchedProcess.start({
      command: process.execPath,
      args: ['-e', LISTENS, String(port)],
      folder: this.folder,
      environment: {},
      logFile: join(this.folder, 'log'),
      endSignals: ['SIGKILL'],
    });
    if (await this.isSoonReady(started, () => answers(port))) return started;
    throw new Error('it does not answer');
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => socket.destroy());
    socket.on('close', (hadError) => resolve(!hadError));
    socket.on('error', () => undefined);
  });
}

let folder: string;
let server: LoopbackServer | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loopback server '));
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

const start = (launcher: Launcher, complete?: (url: string) => Promise<void>) =>
  startLoopbackServer({
    ...{ name: 'The server', folder, tell: () => undefined, complete },
    open: async () => launcher,
  });

test('it answers on a free port, and on the same one when it was started again', async () => {
  const launcher = new Launcher(folder);
  server = await start(launcher);
  expect(server.url).toBe(`tcp://127.0.0.1:${server.port}`);
  expect(await answers(server.port)).toBe(true);
  const before = server.pid;
  process.kill(before, 'SIGKILL');
  await until(() => server?.pid !== before);
  expect(await answers(server.port)).toBe(true);
  expect(launcher.ports).toEqual([server.port, server.port]);
});

test('a port that somebody else takes meanwhile is left to them', async () => {
  const launcher = new Launcher(folder, 2);
  server = await start(launcher);
  expect(launcher.ports).toHaveLength(3);
  expect(server.port).toBe(launcher.ports[2]);
});

test('after five of them it gives up, and another start may have the folder', async () => {
  const launcher = new Launcher(folder, 5);
  await expect(start(launcher)).rejects.toThrow(PortTaken);
  expect(launcher.ports).toHaveLength(5);
  server = await start(new Launcher(folder));
});

test('a second one in the folder is refused, until the first has ended', async () => {
  server = await start(new Launcher(folder));
  await expect(start(new Launcher(folder))).rejects.toMatchObject({ code: 'FOLDER_IN_USE' });
  await server.stop();
  expect(await answers(server.port)).toBe(false);
  server = await start(new Launcher(folder));
});

test('one that cannot be completed is ended', async () => {
  const launcher = new Launcher(folder);
  const complete = async (url: string) => {
    throw new Error(`${url} has no database`);
  };
  await expect(start(launcher, complete)).rejects.toThrow(/has no database/);
  expect(await answers(launcher.port)).toBe(false);
});
