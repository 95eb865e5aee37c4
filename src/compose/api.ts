// The API over everything else: the schema's resolvers gathered, the routes registered, one server that starts and
// stops.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { anyone } from '../accounts/account';
import { checkScopes } from '../accounts/auth-checker';
import { reachAllPartitions } from '../boards/partition-reach.store';
import { registerPictures } from '../demo/pictures.route';
import { type Stop, systemClock } from '../platform/clock';
import { buildMostreadSchema } from '../platform/graphql/build-schema';
import { type Example, registerGraphiql } from '../platform/graphql/graphiql.route';
import { limitRates } from '../platform/graphql/rate-limits';
import { createGraphqlServer, type GraphqlServer, registerGraphql } from '../platform/graphql/server';
import { mayCall } from '../platform/http/cors';
import { registerHealth } from '../platform/http/health.route';
import { type FirstLook, HttpServer } from '../platform/http/http-server';
import type { Origins } from '../platform/http/origins';
import { registerStartPage } from '../platform/http/start-page.route';
import type { Log } from '../platform/log/log';
import { asksForPrivacy, privacyHeaders } from '../visitors/privacy-signal';
import { CallerRateLimits } from '../visitors/rate-limits';
import { type Accounts, composeAccounts } from './accounts';
import { resolversForAudience } from './audience';
import { ClientSurface } from './client-surface';
import { resolversForComments } from './comments';
import type { Corrections } from './corrections';
import type { Counting } from './counting';
import { resolversForEditors } from './editors';
import { composeLive, resolversForFollowing } from './live';
import type { Newsroom } from './newsroom';
import { projectFolder } from './project-folder';
import type { Rails } from './rails';
import { resolversForReaders } from './resolvers';
import type { Rollups } from './rollups';
import type { Settings } from './settings';
import type { Stores } from './stores';
import { composeSurroundings } from './surroundings';

export interface Api {
  /** Known once it has started. */
  readonly url: string;
  /** Whether it answers more than /health: what a worker does not. */
  readonly servesGraphql: boolean;
  /** @throws CannotListen when the port is taken. */
  start(): Promise<void>;
  /** Answers what is under way, takes nothing new. */
  stop(): Promise<void>;
}

export interface ApiParts {
  settings: Settings;
  log: Log;
  stores: Stores;
  newsroom: Newsroom;
  counting: Counting;
  corrections: Corrections;
  rails: Rails;
  /** In a process that works. */
  rollups?: Rollups | undefined;
}

/** As recordView. */
const POINTS_OF_A_BEACON = 20;
const BYTES_A_MB = 1_048_576;

export function composeApi(parts: ApiParts): Api {
  return new ComposedApi(parts);
}

class ComposedApi implements Api {
  private readonly http: HttpServer;
  private readonly graphql: GraphqlServer;
  private readonly accounts: Accounts;
  private readonly surface: ClientSurface;
  private readonly rateLimits: CallerRateLimits;
  private stops: Stop[] = [];
  private listeningAt = '';

  constructor(private readonly parts: ApiParts) {
    const { settings, log, stores, newsroom, counting, corrections, rails } = parts;
    this.http = new HttpServer(settings.http, systemClock, log);
    this.accounts = composeAccounts(stores, settings, log);
    const { redis, clock } = stores;
    const { recorder } = rails;
    this.surface = new ClientSurface({ settings, counting, recorder, redis, clock, log });
    const { visitorIds } = counting;
    this.rateLimits = new CallerRateLimits({ redis, clock, visitorIds, points: settings.rateLimits });
    this.graphql = createGraphqlServer({
      ...settings.graphql,
      log,
      persisted: this.surface.persisted,
      rules: this.surface.rules,
      lists: { computedAtMs: () => rails.mirror.computedAtMs, clock },
      keeping: { bytes: settings.graphql.keptAnswersMb * BYTES_A_MB, clock },
      privacy: {
        headers: privacyHeaders(settings.visitors),
        isSent: (headers) => asksForPrivacy(headers, settings.visitors),
      },
      schema: buildMostreadSchema(
        [
          ...resolversForReaders({ newsroom, stores, settings }),
          ...counting.resolvers,
          ...corrections.resolvers,
          ...resolversForAudience(stores, newsroom, settings),
          ...rails.resolvers,
          ...resolversForComments({ stores, newsroom, counting, settings }),
          ...this.accounts.resolvers,
          ...composeSurroundings(stores, newsroom).resolvers,
          ...resolversForEditors(stores, newsroom),
          ...resolversForFollowing({ stores, newsroom, counting, settings }),
        ],
        checkScopes,
      ),
    });
  }

  get servesGraphql(): boolean {
    return this.parts.settings.program.role !== 'worker';
  }

  get url(): string {
    return this.listeningAt;
  }

  async start(): Promise<void> {
    await this.surface.measure(this.http.fastify, [this.parts.rollups, this.parts.rails]);
    if (this.servesGraphql) await this.registerGraphqlAndPages();
    this.registerHealth();
    this.listeningAt = await this.http.start();
  }

  private async registerGraphqlAndPages(): Promise<void> {
    const { fastify } = this.http;
    await this.accounts.start();
    this.stops = [this.rateLimits.start(), ...this.forgetAnswersOnChanges()];
    await this.surface.register(fastify, (scope, origins) => this.registerGraphql(scope, origins));
    await this.registerPages();
    registerPictures(fastify);
  }

  private async registerGraphql(scope: FastifyInstance, origins: Origins): Promise<void> {
    const { rateLimits: limits, accounts, parts, surface } = this;
    const { answerSeconds } = parts.settings.graphql;
    const { callerOf } = accounts;
    const time = { seconds: answerSeconds, clock: systemClock };
    const live = composeLive({
      ...{ settings: parts.settings, log: parts.log, checks: this.graphql.checks, metrics: surface.metrics },
      mayCall: (request) => mayCall(request, origins),
    });
    const unchanged = surface.requests?.of('/graphql', 'GET', 304);
    const first = {
      lookFirst: (look: FirstLook) => this.http.lookFirst(look),
      addressOf: this.http.addressOf,
      tell: (seconds: number) => unchanged?.tell(seconds),
    };
    await registerGraphql(scope, this.graphql, { callerOf, limits, time, live, first });
    limitRates(scope, limits, { path: '/beacon', points: POINTS_OF_A_BEACON, callerOf: () => anyone });
  }

  async stop(): Promise<void> {
    await this.http.stop();
    await this.surface.drain();
    for (const stop of this.stops.splice(0)) stop();
    if (!this.servesGraphql) return;
    await this.graphql.apollo.stop();
    await this.accounts.stop();
  }

  /** A card as soon as it has changed, a withdrawn one before anything else; whatever else once it is shown here. */
  private forgetAnswersOnChanges(): Stop[] {
    const { cards, changes } = this.parts.newsroom;
    const forget = () => this.graphql.forgetAnswers();
    return [cards.onCard(forget), changes.onShown(forget)];
  }

  private async registerPages(): Promise<void> {
    const { graphiql } = this.parts.settings.graphql;
    const pageQuery = readFileSync(join(projectFolder(), 'schema/operations/article-page.graphql'), 'utf8');
    const editor = {
      path: '/graphiql',
      words: 'an editor for queries, with the article page as its example',
    };
    registerStartPage(this.http.fastify, {
      title: 'Mostread',
      sentence:
        'A GraphQL news backend that knows, at every second, what its readers are reading. Send it GraphQL by POST, ' +
        'to /graphql.',
      links: [...(graphiql ? [editor] : []), { path: '/health/ready', words: 'whether its stores answer' }],
    });
    if (graphiql) {
      await registerGraphiql(this.http.fastify, {
        title: 'Mostread GraphiQL',
        example: () => this.exampleOf(pageQuery),
      });
    }
  }

  /** The newest article, so that the example has an answer in every newsroom that has one. */
  private exampleOf(query: string): Example {
    const newest = this.parts.newsroom.latest.newest({ limit: 1 })[0];
    return { query, variables: { slug: newest?.slug ?? 'an-article', read: [] } };
  }

  private registerHealth(): void {
    const { dataSource, redis } = this.parts.stores;
    const checks = {
      postgres: async () => void (await dataSource.query('select 1')),
      redis: () => reachAllPartitions(redis),
    };
    registerHealth(this.http.fastify, { checks, isDraining: () => this.http.isDraining() }, systemClock);
  }
}
