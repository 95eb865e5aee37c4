// A Postgres of the program's own, for those who have none: started on a free loopback port, ended with its
// parent, found again at the next start. Measured on two cores: 1 s with initdb, 0.5 s without.

import { join } from 'node:path';
import { Client } from 'pg';
import type { Clock } from '../clock';
import { LoopbackLauncher, type LoopbackServer, startLoopbackServer } from '../processes/loopback-server';
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

export type { LoopbackServer as EmbeddedStore } from '../processes/loopback-server';

const DATABASE = 'mostread';

/**
 * @throws FolderInUse, DataOfAnotherVersion, NotAPostgresFolder, FolderUnusable, NoEmbeddedPostgres, PostgresCannotRun,
 * PostgresDidNotStart
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<LoopbackServer> {
  const { progress, clock, tell = progress, durability = 'kept' } = options;
  const home = await findPostgresHome(options);
  return startLoopbackServer({
    ...{ name: 'Postgres', folder: home.folder, tell, clock },
    async open() {
      const cluster = await openCluster(home, progress);
      await endLeftover(cluster.dataFolder);
      return new Launcher({ home, cluster, durability, clock });
    },
    complete: createDatabase,
  });
}

interface LauncherParts {
  home: PostgresHome;
  cluster: Cluster;
  durability: 'kept' | 'thrown-away';
  clock: Clock | undefined;
}

class Launcher extends LoopbackLauncher {
  constructor(private readonly parts: LauncherParts) {
    super(parts.clock);
  }

  override get url(): string {
    return `postgres://${SUPERUSER}:${this.parts.cluster.password}@127.0.0.1:${this.port}/${DATABASE}`;
  }

  protected override isPortTaken(error: unknown): boolean {
    return error instanceof PostgresDidNotStart && /could not bind/.test(error.message);
  }

  protected override async launchOn(port: number): Promise<WatchedProcess> {
    const { home, cluster } = this.parts;
    const started = await WatchedProcess.start({
      command: join(home.native, 'bin', 'postgres'),
      args: ['-D', cluster.dataFolder, ...this.serverOptions(port).flatMap((option) => ['-c', option])],
      folder: '/',
      environment: serverEnvironment(),
      logFile: join(home.folder, 'postgres.log'),
      endSignals: ['SIGINT', 'SIGQUIT'],
      user: home.user,
    });
    const isReady = async () => {
      const postmaster = await readPostmaster(cluster.dataFolder);
      return postmaster?.isReady === true && postmaster.pid === started.identity.pid;
    };
    if (await this.isSoonReady(started, isReady)) return started;
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
    if (this.parts.durability === 'kept') return always;
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
