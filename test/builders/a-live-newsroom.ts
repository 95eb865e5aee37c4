import { graphql } from 'graphql';
import { anyone } from '../../src/accounts/account';
import { checkScopes } from '../../src/accounts/auth-checker';
import { ArticleResolver } from '../../src/articles/article.resolver';
import { type Counting, composeCounting } from '../../src/compose/counting';
import { composeNewsroom, type Newsroom } from '../../src/compose/newsroom';
import { composeRails, type Rails } from '../../src/compose/rails';
import { settingsFrom } from '../../src/compose/settings';
import { type Clock, systemClock } from '../../src/platform/clock';
import { buildMostreadSchema } from '../../src/platform/graphql/build-schema';
import type { RedisConnection } from '../../src/platform/redis/connection';
import type { ArticleDraft } from '../../src/publishing/article-draft';
import type { WriteOutcome } from '../../src/publishing/write-articles';
import type { TestStores } from '../setup/stores';

const HOUR_MS = 3_600_000;

export interface LiveNewsroomParts {
  clock?: Clock;
  redis?: RedisConnection;
  environment?: Record<string, string>;
}

// biome-ignore lint/suspicious/noExplicitAny: what GraphQL answers has the shape of the query, which each test knows.
type Answer = any;

/** One process of the program: newsroom, counting and rails over real stores, queried without HTTP. */
export class LiveNewsroom {
  readonly clock: Clock;
  readonly newsroom: Newsroom;
  readonly counting: Counting;
  readonly rails: Rails;
  private readonly schema;
  private visitors = 0;

  constructor(stores: TestStores, { clock = systemClock, redis, environment = {} }: LiveNewsroomParts = {}) {
    const settings = settingsFrom(environment);
    const own = { dataSource: stores.dataSource, redis: redis ?? stores.redis, clock };
    this.clock = clock;
    this.newsroom = composeNewsroom(own, settings, stores.log);
    this.counting = composeCounting(own, this.newsroom, settings, stores.log);
    this.rails = composeRails(own, this.newsroom, this.counting, settings, stores.log);
    this.schema = buildMostreadSchema(
      [...this.rails.resolvers, new ArticleResolver(this.newsroom.cards, clock)],
      checkScopes,
    );
  }

  async start(): Promise<this> {
    await this.newsroom.start();
    await this.counting.start();
    await this.rails.start();
    return this;
  }

  async stop(): Promise<void> {
    await this.rails.stop();
    await this.counting.stop();
    await this.newsroom.stop();
  }

  /** Articles `first` to `last`, each an hour older than the one before; gives their ids by these numbers. */
  async publish(
    externalIds: readonly string[],
    given: Partial<ArticleDraft> | ((externalId: string) => Partial<ArticleDraft>) = {},
  ): Promise<Map<string, WriteOutcome>> {
    const drafts = externalIds.map(
      (externalId, index): ArticleDraft => ({
        source: 'test',
        externalId,
        headline: `About the ${externalId}`,
        standfirst: '',
        bodyHtml: '<p>Text.</p>',
        language: 'en',
        status: 'PUBLISHED',
        publishedAt: new Date(this.clock.nowMs() - (index + 2) * HOUR_MS),
        section: { slug: 'town', name: 'Town' },
        authors: [],
        tags: [],
        ...(typeof given === 'function' ? given(externalId) : given),
      }),
    );
    const outcomes = await this.newsroom.writer.write(drafts);
    await this.newsroom.cards.byIds(outcomes.map((outcome) => outcome.id));
    return new Map(outcomes.map((outcome) => [outcome.externalId, outcome]));
  }

  /** So many new visitors read the article. */
  async read(articleId: string, times = 1): Promise<void> {
    const visitors = Array.from({ length: times }, () => `visitor ${++this.visitors}`);
    await this.readBy(visitors, articleId);
  }

  async readBy(visitors: readonly string[], articleId: string): Promise<void> {
    const outcomes = await this.counting.counter.record(
      visitors.map((visitor) => ({ reader: { visitor, kind: 'READER' as const }, report: { articleId } })),
    );
    const refused = outcomes.find((outcome) => outcome.status !== 'COUNTED');
    if (refused) throw new Error(`A view was ${refused.status}: ${refused.refusal?.message}`);
  }

  async ask(source: string, variableValues: Record<string, unknown> = {}): Promise<Answer> {
    const contextValue = { clientIp: '127.0.0.1', headers: {}, caller: anyone, memory: new Map() };
    const answer = await graphql({ schema: this.schema, source, variableValues, contextValue });
    if (answer.errors) throw answer.errors[0]!.originalError ?? answer.errors[0]!;
    return answer.data;
  }

  /** Slugs of the articles of `popularNow`. */
  async popularNow(argumentsText = ''): Promise<string[]> {
    const { popularNow } = await this.ask(`{ popularNow${argumentsText} { edges { node { slug } } } }`);
    return popularNow.edges.map((edge: Answer) => edge.node.slug);
  }
}
