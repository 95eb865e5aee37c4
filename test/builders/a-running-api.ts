import { type Api, composeApi } from '../../src/compose/api';
import { type Corrections, composeCorrections } from '../../src/compose/corrections';
import { type Counting, composeCounting } from '../../src/compose/counting';
import { composeNewsroom, type Newsroom } from '../../src/compose/newsroom';
import { composeRails } from '../../src/compose/rails';
import { type Settings, settingsFrom } from '../../src/compose/settings';
import type { Stores } from '../../src/compose/stores';
import type { Log } from '../../src/platform/log/log';
import { RedisClock } from '../../src/platform/redis/redis-clock';
import type { ArticleDraft } from '../../src/publishing/article-draft';
import { type TestStores, useStores } from '../setup/stores';
import { until } from '../setup/until';

export interface Answer<T> {
  status: number;
  data: T;
  errors: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[] | undefined;
}

export interface Sending {
  /** The credential; without it anyone asks. */
  as?: string;
  headers?: Record<string, string>;
}

export interface RunningApi {
  readonly stores: TestStores;
  readonly url: string;
  readonly newsroom: Newsroom;
  readonly counting: Counting;
  readonly corrections: Corrections;
  /** Sends a query as a client would; `as` is a key of `keyOf`, or a token. */
  ask<T>(query: string, variables?: object, sending?: Sending): Promise<Answer<T>>;
  /** Writes articles and waits until this process knows them. */
  publish(drafts: readonly ArticleDraft[]): Promise<void>;
}

export interface Parts {
  api: Api;
  newsroom: Newsroom;
  counting: Counting;
  corrections: Corrections;
  stop: () => Promise<void>;
}

type Connected = Pick<Stores, 'dataSource' | 'redis'>;

/**
 * Call once at the top of a test file: the whole API over stores of its own, from its first test to its last. `connect`
 * may put something between them.
 */
export function useApi(
  environment: Record<string, string> = {},
  connect: (stores: TestStores) => Promise<Connected> = async (stores) => stores,
): RunningApi {
  const stores = useStores();
  let running: Parts | undefined;
  const parts = (): Parts => {
    if (running === undefined)
      throw new Error('The API runs from beforeAll on: use it in tests and hooks only.');
    return running;
  };
  beforeAll(async () => {
    running = await startApi(await connect(stores), settingsFrom({ PORT: '0', ...environment }), stores.log);
  });
  afterAll(() => running?.stop());

  return {
    stores,
    get url() {
      return parts().api.url;
    },
    get newsroom() {
      return parts().newsroom;
    },
    get counting() {
      return parts().counting;
    },
    get corrections() {
      return parts().corrections;
    },
    async ask<T>(query: string, variables: object = {}, { as, headers }: Sending = {}) {
      const response = await fetch(`${parts().api.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
      });
      const body = (await response.json()) as Omit<Answer<T>, 'status'>;
      return { status: response.status, data: body.data, errors: body.errors };
    },
    async publish(drafts) {
      const { newsroom } = parts();
      for (let from = 0; from < drafts.length; from += 100) {
        const some = drafts.slice(from, from + 100);
        const outcomes = await newsroom.writer.write(some);
        const isKnown = () =>
          outcomes.every(
            ({ number }, index) =>
              some[index]?.status === 'DRAFT' || newsroom.cards.peek(number) !== undefined,
          );
        await until(isKnown, { withinMs: 5_000, what: 'the articles are known' });
      }
    },
  };
}

export async function startApi(
  { dataSource, redis }: Connected,
  settings: Settings,
  log: Log,
): Promise<Parts> {
  const clock = new RedisClock(redis);
  await clock.start();
  const stores: Stores = {
    ...{ dataSource, redis, clock, places: [] },
    announce: async () => {},
    close: async () => {},
  };
  const newsroom = composeNewsroom(stores, settings, log);
  const counting = composeCounting(stores, newsroom, settings, log);
  const corrections = composeCorrections({ stores, newsroom, counting, settings, log });
  const rails = composeRails(stores, newsroom, counting, settings, log);
  const api = composeApi({ settings, log, stores, newsroom, counting, corrections, rails });
  const running = [newsroom, counting, corrections, rails, api];
  for (const part of running) await part.start();
  return {
    ...{ api, newsroom, counting, corrections },
    async stop() {
      for (const part of running.reverse()) await part.stop();
      clock.stop();
    },
  };
}
