// A running newsroom as traffic by chance sees it: its newest stories, its rails, and the mutation that takes views.

import type { Clock } from '../platform/clock';
import { type GeneratedView } from './generated-log';
import { NO_RAILS, type ShownRails } from './onward-choice';
import type { TrafficTarget } from './send-traffic';
import type { Story } from './story-interest';
import { NewsroomUnreachable } from './traffic.errors';

const STORIES_A_PAGE = 200;
const TIMEOUT_MS = 30_000;
const PLACES = 5;

const stories = `query Stories($first: Int!, $after: String) {
  latestStories(first: $first, after: $after) {
    edges { node { id publishedAt language section { id } tags { slug } } }
    pageInfo { endCursor hasNextPage }
  }
}`;
const rails = `query Rails($first: Int!) {
  popularNow(first: $first) { edges { node { id } } }
  latestStories(first: $first) { edges { node { id } } }
  trending(first: $first) { edges { node { id } } }
}`;
const report = `mutation Report($inputs: [RecordViewInput!]!) {
  recordViews(inputs: $inputs) { outcomes { status userErrors { code } } userErrors { code message } }
}`;

interface Edges<T> {
  edges: { node: T }[];
}

interface StoriesAnswer {
  latestStories: Edges<{
    id: string;
    publishedAt: string | null;
    language: string;
    section: { id: string };
    tags: { slug: string }[];
  }> & { pageInfo: { endCursor: string | null; hasNextPage: boolean } };
}

interface ReportAnswer {
  recordViews: {
    outcomes: { status: string; userErrors: { code: string }[] }[];
    userErrors: { code: string; message: string }[];
  };
}

export interface NewsroomOverHttpRules {
  url: string;
  /** An API key, where the newsroom asks for one. */
  key: string | undefined;
  /** So many of its newest stories are read. */
  mostStories: number;
  clock: Clock;
}

export class NewsroomOverHttp implements TrafficTarget {
  private readonly endpoint: string;

  constructor(private readonly rules: NewsroomOverHttpRules) {
    const url = new URL(rules.url);
    if (url.pathname === '/') url.pathname = '/graphql';
    this.endpoint = url.href;
  }

  /** @throws NewsroomUnreachable, also when it has nothing to read */
  async stories(): Promise<Story[]> {
    const found: Story[] = [];
    let after: string | null = null;
    while (found.length < this.rules.mostStories) {
      const first = Math.min(STORIES_A_PAGE, this.rules.mostStories - found.length);
      const { latestStories }: StoriesAnswer = await this.ask(stories, { first, after });
      for (const { node } of latestStories.edges) {
        const { id, publishedAt, language, section, tags } = node;
        found.push({
          ...{ id, language, topic: section.id, family: section.id },
          tags: tags.map(({ slug }) => slug),
          publishedAtMs: publishedAt === null ? 0 : Date.parse(publishedAt),
        });
      }
      after = latestStories.pageInfo.endCursor;
      if (!latestStories.pageInfo.hasNextPage) break;
    }
    if (found.length === 0) throw new NewsroomUnreachable(this.endpoint, 'has no story to be read');
    return found;
  }

  async rails(): Promise<ShownRails> {
    const answer = await this.ask<Record<'popularNow' | 'latestStories' | 'trending', Edges<{ id: string }>>>(
      rails,
      { first: PLACES },
    );
    const idsOf = ({ edges }: Edges<{ id: string }>) => edges.map(({ node }) => node.id);
    return {
      ...NO_RAILS,
      popularNow: idsOf(answer.popularNow),
      latest: idsOf(answer.latestStories),
      trending: idsOf(answer.trending),
    };
  }

  async report(views: readonly GeneratedView[]): Promise<string[]> {
    const inputs = views.map(({ article, visitor, source, rail, slot }) => ({
      ...{ articleId: article, visitor, source: source.toUpperCase() },
      ...(rail !== undefined && { rail: rail.toUpperCase(), slot }),
    }));
    const { recordViews }: ReportAnswer = await this.ask(report, { inputs });
    const [refusal] = recordViews.userErrors;
    if (refusal !== undefined)
      throw new NewsroomUnreachable(this.endpoint, `took no views: ${refusal.message}`);
    return recordViews.outcomes.map(({ status, userErrors }) => userErrors[0]?.code ?? status);
  }

  private async ask<T>(query: string, variables: object): Promise<T> {
    const aborter = new AbortController();
    const stopWaiting = this.rules.clock.after(TIMEOUT_MS, () => aborter.abort());
    try {
      const { key } = this.rules;
      const answer = await fetch(this.endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': AGENT,
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify({ query, variables }),
        signal: aborter.signal,
      });
      const body = (await answer.json()) as { data?: T; errors?: { message: string }[] };
      if (body.errors?.[0] || !body.data) {
        throw new NewsroomUnreachable(
          this.endpoint,
          `answered: ${body.errors?.[0]?.message ?? answer.status}`,
        );
      }
      return body.data;
    } catch (error) {
      if (error instanceof NewsroomUnreachable) throw error;
      const { cause, message } = error as Error & { cause?: Error };
      throw new NewsroomUnreachable(this.endpoint, `does not answer: ${cause?.message || message}`, error);
    } finally {
      stopWaiting();
    }
  }
}

/** A browser's: what calls itself a program is counted as a bot. */
const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
