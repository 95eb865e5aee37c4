// Two processes on one Redis, and one that stops while it is followed.

import { settingsFrom } from '../../../../src/compose/settings';
import { systemClock } from '../../../../src/platform/clock';
import { connectByHand, type HandClient } from '../../../builders/a-live-client';
import { type Parts, startApi, useApi } from '../../../builders/a-running-api';
import { anArticleDraft } from '../../../builders/an-article-draft';
import { BROWSER } from '../../../setup/running-program';
import { until } from '../../../setup/until';

const quick = {
  POPULAR_ENTRY_DWELL_MS: '0',
  POPULAR_ENTRY_LEAD: '1',
  POPULAR_SWAP_LEAD: '1',
  POPULAR_STORIES: 'each',
};
const HOUR_MS = 3_600_000;
const api = useApi(quick);
let other: Parts | undefined;

beforeAll(async () => {
  const drafts = [1, 2, 3].map((number) =>
    anArticleDraft({ number, publishedAt: new Date(systemClock.nowMs() - (5 - number) * HOUR_MS) }),
  );
  await api.publish(drafts);
  const { dataSource, redis, log } = api.stores;
  const settings = settingsFrom({ PORT: '0', ROLE: 'api', ...quick });
  other = await startApi({ dataSource, redis }, settings, log);
}, 180_000);

afterAll(() => other?.stop());

const list = 'subscription { popularNowChanged(first: 3) { kind list { edges { node { slug } } } } }';
const views = 'subscription { articleViewsChanged(article: "story-1") { views } }';

async function readAt(url: string, visitor: string): Promise<void> {
  const { data } = await api.ask<{ article: { id: string } }>('{ article(slug: "story-1") { id } }');
  await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': BROWSER },
    body: JSON.stringify({
      query: 'mutation ($input: RecordViewInput!) { recordView(input: $input) { status } }',
      variables: { input: { articleId: data.article.id, visitor } },
    }),
  });
}

function slugsAt(client: HandClient): string[] {
  const { popularNowChanged } = client.results('list').at(-1) ?? {};
  return popularNowChanged?.list.edges.map(({ node }: { node: { slug: string } }) => node.slug) ?? [];
}

test('views counted in one process are pushed in both, and the list is the same', async () => {
  const clients = [await connectByHand(api.url), await connectByHand(other!.api.url)];
  for (const client of clients) {
    client.subscribe('list', list);
    client.subscribe('views', views);
    await client.untilResults('list', 1);
    await client.untilResults('views', 1);
  }
  for (let reader = 0; reader < 8; reader++) await readAt(api.url, `reader ${reader}`);
  await until(() => clients.every((client) => slugsAt(client)[0] === 'story-1'), {
    what: 'story-1 leads in both',
  });
  await until(
    () => clients.every((client) => client.results('views').at(-1)?.articleViewsChanged.views === 8),
    { what: 'both know of eight views' },
  );
  expect(slugsAt(clients[0]!)).toEqual(slugsAt(clients[1]!));
  for (const client of clients) client.close();
}, 180_000);

test('a process that stops says so (1001), and at the next one the present state comes first', async () => {
  const client = await connectByHand(other!.api.url);
  const stream = await fetch(`${other!.api.url}/graphql/stream?${new URLSearchParams({ query: list })}`, {
    headers: { accept: 'text/event-stream' },
  });
  client.subscribe('list', list);
  await client.untilResults('list', 1);
  const stopping = other!.stop();
  other = undefined;
  expect(await client.untilClosed()).toEqual({ code: 1001, reason: 'Going away' });
  // Its answer ends as a whole one does.
  expect(await stream.text()).toContain('event: next');
  await stopping;
  const again = await connectByHand(api.url);
  again.subscribe('list', list);
  await again.untilResults('list', 1);
  expect(again.results('list')[0].popularNowChanged.kind).toBe('PRESENT');
  again.close();
}, 180_000);
