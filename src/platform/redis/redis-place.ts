// Where a Redis is: one server, the nodes of a Redis Cluster, or Sentinels that know which server is the primary.
// One URL says it, with several addresses where there are several: redis://user:password@a:7000,b:7000,c:7000.

export type RedisMode = 'single' | 'cluster' | 'sentinel';

export interface RedisPlace {
  /** redis://[[user]:password@]host[:port][,host[:port]...][/database]; rediss:// for TLS. */
  url: string;
  /** What stands at those addresses; `single` when absent. */
  mode?: RedisMode;
  /** Cluster: where the nodes are reached, by the address that they give of themselves ("10.0.0.1:6379"). */
  clusterAddresses?: Readonly<Record<string, RedisAddress>>;
  /** Sentinel: the name under which it watches the primary, and its own password. */
  sentinelPrimary?: string;
  sentinelPassword?: string;
}

export interface RedisAddress {
  host: string;
  port: number;
}

export interface RedisUrlParts {
  addresses: RedisAddress[];
  username: string | undefined;
  password: string | undefined;
  database: number;
  usesTls: boolean;
}

const REDIS_PORT = 6_379;
const SENTINEL_PORT = 26_379;
const URL_PARTS = /^(rediss?):\/\/(?:([^@/]*)@)?([^@/]+)(?:\/(\d*))?$/;

/** @throws Error when it is no such URL */
export function partsOf({ url, mode = 'single' }: Pick<RedisPlace, 'url' | 'mode'>): RedisUrlParts {
  const [, scheme, userInfo, hosts, database] = URL_PARTS.exec(url) ?? [];
  if (scheme === undefined || hosts === undefined) throw new Error('It is no URL of a Redis');
  const { username, password } = new URL(`${scheme}://${userInfo === undefined ? '' : `${userInfo}@`}host`);
  return {
    addresses: hosts
      .split(',')
      .map((host) => addressOf(host, mode === 'sentinel' ? SENTINEL_PORT : REDIS_PORT)),
    username: username === '' ? undefined : decodeURIComponent(username),
    password: password === '' ? undefined : decodeURIComponent(password),
    database: Number(database ?? 0),
    usesTls: scheme === 'rediss',
  };
}

/** host, host:port or [v6]:port. @throws Error when it is no address */
export function addressOf(text: string, defaultPort = REDIS_PORT): RedisAddress {
  const { hostname, port } = new URL(`redis://${text.trim()}`);
  if (hostname === '') throw new Error(`${text} is no address`);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? defaultPort : Number(port) };
}

/** The addresses and the database, of Postgres too: fit for a screen or a log. */
export function withoutPassword(url: string): string {
  return url
    .replace(/[?#].*$/, '')
    .replace(/^\w+:\/\//, '')
    .replace(/^.*@/, '')
    .replace(/\/$/, '');
}
