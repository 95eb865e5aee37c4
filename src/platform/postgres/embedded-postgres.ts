// A Postgres of the program's own, for those who have none: started on a free loopback port, ended with its
// parent, found again at the next start. Measured on two cores: 1 s with initdb, 0.5 s without.

import { join } from 'node:path';
import { Client } from 'pg';
import { type Clock, systemClock } from '../clock';
import { lockFolder } from '../processes/folder-lock';
import { freePort } from '../processes/free-port';
import { KeptRunning } from '../processes/kept-running';
import { WatchedProcess } from '../processes/watched-process';
import { PostgresDidNotStart } from './embedded-postgres.errors';
import {
  type Cluster,
  endLeftover,
  openCluster,
  readPostmaster,
  SUPERUSER,
  serverEnvironment,
} from './postgres-cluster';
import { findPostgresHome, type PostgresHome } from './postgres-home';

export interface EmbeddedPostgresOptions {
  folder: string;
  /** One line for whoever watches the start. */
  progress: (step: string) => void;
  /** `thrown-away` leaves out every fsync: for tests, whose data nobody needs after a power cut. */
  durability?: 'kept' | 'thrown-away';
  /** What happens later, for the log; by default `progress`. */
  tell?: (sentence: string) => void;
  clock?: Clock;
}

export interface EmbeddedStore {
  url: string;
  /** Where its data lie. */
  folder: string;
  port: number;
  /** Of the server itself. */
  readonly pid: number;
  stop(): Promise<void>;
}

const DATABASE = 'mostread';
const PORT_ATTEMPTS = 5;
const READY_WITHIN_MS = 120_000;
const POLL_MS = 10;
/** Another start in this folder may be about to end; longer than that, it is a second newsroom. */
const LOCK_WAIT_MS = 3_000;

/**
 * @throws FolderInUse, DataOfAnotherVersion, NotAPostgresFolder, FolderUnusable, NoEmbeddedPostgres, PostgresCannotRun,
 * PostgresDidNotStart
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedStore> {
  const { progress, clock = systemClock, tell = progress } = options;
  const home = await findPostgresHome(options);
  const lock = await lockFolder(home.folder, { waitMs: LOCK_WAIT_MS, clock });
  try {
    const cluster = await openCluster(home, progress);
    await endLeftover(cluster.dataFolder);
    const launcher = new Launcher(home, cluster, options.durability ?? 'kept', clock);
    const kept = await KeptRunning.start({ name: 'Postgres', launch: () => launcher.launch(), tell, clock });
    const { url, port } = launcher;
    await createDatabase(url).catch(async (error) => {
      await kept.stop();
      throw error;
    });
    return {
      url,
      port,
      folder: home.folder,
      get pid() {
        return kept.pid;
      },
      async stop() {
        await kept.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * Starts the server: on any free port the first time, on that same port whenever it must be started again.
 */
class Launcher {
  port = 0;

  constructor(
    private readonly home: PostgresHome,
    private readonly cluster: Cluster,
    private readonly durability: 'kept' | 'thrown-away',
    private readonly clock: Clock,
  ) {}

  get url(): string {
    return `postgres://${SUPERUSER}:${this.cluster.password}@127.0.0.1:${this.port}/${DATABASE}`;
  }

  async launch(): Promise<WatchedProcess> {
    if (this.port > 0) return this.launchOn(this.port);
    for (let attempt = 1; ; attempt++) {
      const port = await freePort();
      try {
        const started = await this.launchOn(port);
        this.port = port;
        return started;
      } catch (error) {
        const portTaken = error instanceof PostgresDidNotStart && /could not bind/.test(error.message);
        if (!portTaken || attempt === PORT_ATTEMPTS) throw error;
      }
    }
  }

  private async launchOn(port: number): Promise<WatchedProcess> {
    const { home, cluster } = this;
    const started = await WatchedProcess.start({
      command: join(home.native, 'bin', 'postgres'),
      args: ['-D', cluster.dataFolder, ...this.serverOptions(port).flatMap((option) => ['-c', option])],
      folder: '/',
      environment: serverEnvironment(),
      logFile: join(home.folder, 'postgres.log'),
      endSignals: ['SIGINT', 'SIGQUIT'],
      user: home.user,
    });
    const untilMs = this.clock.nowMs() + READY_WITHIN_MS;
    while (started.isRunning && this.clock.nowMs() < untilMs) {
      const postmaster = await readPostmaster(cluster.dataFolder);
      if (postmaster?.isReady && postmaster.pid === started.identity.pid) return started;
      await this.clock.wait(POLL_MS);
    }
    await started.stop(this.clock);
    throw new PostgresDidNotStart(cluster.dataFolder, await started.lastWords());
  }

  private serverOptions(port: number): string[] {
    const always = [
      'listen_addresses=127.0.0.1',
      `port=${port}`,
      'unix_socket_directories=',
      'max_connections=200',
      'timezone=UTC',
      'log_timezone=UTC',
      'log_checkpoints=off',
    ];
    if (this.durability === 'kept') return always;
    return [...always, 'fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
  }
}

async function createDatabase(url: string): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const client = new Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
