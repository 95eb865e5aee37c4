// Reports views, follows the lists by WebSocket and by polling, and marks one article after another to see how long it
// takes until a view shows. Takes FreshnessOrder as JSON on its input and prints FreshnessSeen.

import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { type Client, createClient } from 'graphql-ws';
import { Pool } from 'undici';
import WebSocket from 'ws';
import { browserHeaders } from '../http/server-process';
import type { FreshnessOrder, FreshnessSeen, MarkedArticle } from './freshness';

const STEP_MS = 20;
const VIEWS_A_BATCH = 100;
const POLL_EVERY_MS = 25;
const GIVE_UP_MS = 10_000;

const single =
  'mutation RecordView($input: RecordViewInput!) { recordView(input: $input) { status userErrors { code } } }';
const batch =
  'mutation RecordViews($inputs: [RecordViewInput!]!) ' +
  '{ recordViews(inputs: $inputs) { outcomes { status } userErrors { code } } }';
const subscription =
  'subscription Follow($section: ID!) { popularNowChanged(first: 50, section: $section) ' +
  '{ kind list { edges { viewsInWindow node { id } } } } }';

interface Edges {
  edges: { viewsInWindow: number; node: { id: string } }[];
}

/** A mark that subscribers of its section are waiting for. */
interface Waiting {
  id: string;
  viewsBefore: number;
  ackMs: number | undefined;
  seenByMs: number[];
  kinds: Set<string>;
}

class Freshness {
  private readonly pool: Pool;
  private readonly path: string;
  private visitors = 0;
  private readonly waiting = new Map<string, Waiting>();
  private readonly clients: Client[] = [];
  private readonly seen: FreshnessSeen = {
    ...{ acknowledged: 0, seconds: 0, polledMs: [], pushedMs: [], lost: 0, figuresOnly: 0, updates: 0 },
  };
  private isEnding = false;

  constructor(private readonly order: FreshnessOrder) {
    const { origin, pathname } = new URL(order.url);
    this.pool = new Pool(origin, { connections: 64, pipelining: 1 });
    this.path = pathname;
  }

  async run(): Promise<FreshnessSeen> {
    await this.subscribe();
    const startedMs = performance.now();
    const reporting = this.reportViews();
    await wait(this.order.warmUpSeconds * 1_000);
    for (const marked of this.order.marks) await this.mark(marked);
    this.isEnding = true;
    await reporting;
    this.seen.seconds = (performance.now() - startedMs) / 1_000;
    for (const client of this.clients) await client.dispose();
    await this.pool.close();
    return this.seen;
  }

  private async subscribe(): Promise<void> {
    const { url, sections, subscribers } = this.order;
    const present = Array.from({ length: subscribers }, async (_, index) => {
      const section = sections[index % sections.length]!;
      const client = createClient({
        url: url.replace('http', 'ws'),
        webSocketImpl: WebSocket,
        retryAttempts: 0,
      });
      this.clients.push(client);
      await new Promise<void>((isPresent, failed) => {
        client.subscribe<{ popularNowChanged: { kind: string; list: Edges } }>(
          { query: subscription, variables: { section } },
          {
            next: ({ data, errors }) => {
              if (!data) return failed(new Error(JSON.stringify(errors)));
              this.take(section, data.popularNowChanged);
              isPresent();
            },
            error: (error) => failed(new Error(`A subscription ended: ${JSON.stringify(error)}`)),
            complete: () => undefined,
          },
        );
      });
    });
    await Promise.all(present);
  }

  private take(section: string, { kind, list }: { kind: string; list: Edges }): void {
    this.seen.updates += 1;
    const waiting = this.waiting.get(section);
    if (waiting === undefined || viewsOf(list, waiting.id) <= waiting.viewsBefore) return;
    waiting.seenByMs.push(performance.now());
    waiting.kinds.add(kind);
  }

  /** One article, one view of it, and until it has been seen on both ways. */
  private async mark({ id, section, search }: MarkedArticle): Promise<void> {
    const path = `${this.path}${search}`;
    const viewsBefore = viewsOf((await this.poll(path, '')).list!, id);
    const waiting: Waiting = { id, viewsBefore, ackMs: undefined, seenByMs: [], kinds: new Set() };
    this.waiting.set(section, waiting);
    await this.post(single, { input: this.viewOf(id) });
    const ackMs = performance.now();
    const [polledMs] = await Promise.all([
      this.untilPolled(path, waiting, ackMs),
      this.untilPushed(section, waiting, ackMs),
    ]);
    this.waiting.delete(section);
    const pushed = waiting.seenByMs.map((seenMs) => Math.max(0, seenMs - ackMs));
    if (polledMs === undefined || pushed.length === 0) this.seen.lost += 1;
    if (polledMs !== undefined) this.seen.polledMs.push(polledMs);
    // What changes no order is pushed with the figures, every few seconds.
    if (waiting.kinds.has('ORDER')) this.seen.pushedMs.push(...pushed);
    else this.seen.figuresOnly += 1;
  }

  private async untilPolled(
    path: string,
    { id, viewsBefore }: Waiting,
    ackMs: number,
  ): Promise<number | undefined> {
    let tag = '';
    while (performance.now() - ackMs < GIVE_UP_MS) {
      const polled = await this.poll(path, tag);
      tag = polled.tag;
      if (polled.list !== undefined && viewsOf(polled.list, id) > viewsBefore)
        return performance.now() - ackMs;
      await wait(POLL_EVERY_MS);
    }
    return undefined;
  }

  private async untilPushed(section: string, waiting: Waiting, ackMs: number): Promise<void> {
    const { sections, subscribers } = this.order;
    const at = sections.indexOf(section);
    const followers = Math.floor((subscribers - at - 1) / sections.length) + 1;
    while (waiting.seenByMs.length < followers && performance.now() - ackMs < GIVE_UP_MS) await wait(5);
  }

  private async poll(path: string, tag: string): Promise<{ tag: string; list: Edges | undefined }> {
    const headers =
      tag === '' ? this.order.pollingHeaders : { ...this.order.pollingHeaders, 'if-none-match': tag };
    const answer = await this.pool.request({ path, method: 'GET', headers });
    const body = await answer.body.text();
    const list =
      answer.statusCode === 200
        ? (JSON.parse(body) as { data: { popularNow: Edges } }).data.popularNow
        : undefined;
    return { tag: String(answer.headers['etag'] ?? tag), list };
  }

  /** Half of them one a request, half by the hundred. */
  private async reportViews(): Promise<void> {
    const { viewsPerSecond } = this.order;
    const startedMs = performance.now();
    const underWay = new Set<Promise<void>>();
    let [singles, batched] = [0, 0];
    const send = (views: number, query: string, variables: object) => {
      const sending = this.post(query, variables).then(() => {
        this.seen.acknowledged += views;
      });
      underWay.add(sending);
      void sending.finally(() => underWay.delete(sending));
    };
    while (!this.isEnding) {
      const due = ((performance.now() - startedMs) / 1_000) * (viewsPerSecond / 2);
      for (; singles < due; singles++) send(1, single, { input: this.viewOf(this.anyOf()) });
      for (; batched + VIEWS_A_BATCH < due; batched += VIEWS_A_BATCH) {
        const inputs = Array.from({ length: VIEWS_A_BATCH }, () => this.viewOf(this.anyOf()));
        send(VIEWS_A_BATCH, batch, { inputs });
      }
      await wait(STEP_MS);
    }
    await Promise.all(underWay);
  }

  private anyOf(): string {
    const { background } = this.order;
    return background[this.visitors % background.length]!;
  }

  private viewOf(articleId: string): object {
    return { articleId, visitor: `visitor ${this.visitors++}`, source: 'SEARCH' };
  }

  private async post(query: string, variables: object): Promise<void> {
    const body = JSON.stringify({ query, variables });
    const answer = await this.pool.request({
      path: this.path,
      method: 'POST',
      headers: browserHeaders,
      body,
    });
    const told = await answer.body.text();
    if (answer.statusCode !== 200 || !told.includes('"COUNTED"'))
      throw new Error(`Views are answered with ${answer.statusCode}: ${told.slice(0, 300)}`);
  }
}

function viewsOf({ edges }: Edges, id: string): number {
  return edges.find(({ node }) => node.id === id)?.viewsInWindow ?? 0;
}

async function main(): Promise<void> {
  const order = JSON.parse(await text(process.stdin)) as FreshnessOrder;
  process.stdout.write(JSON.stringify(await new Freshness(order).run()));
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
