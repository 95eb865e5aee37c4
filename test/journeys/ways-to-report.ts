// All the ways in which those who read can speak to the API, rightly and wrongly, and who they are.

export interface Client {
  ip: string;
  agent: string;
  visitor: string | undefined;
  asksForPrivacy: boolean;
}

export const STAFF_NETWORK = '185.33.0.0/16';
const KINDS = ['READER', 'READER', 'READER', 'PRIVATE', 'READER', 'BOT', 'READER', 'STAFF'] as const;

/** Some are bots, some of the staff, some ask not to be followed; of three one has IPv6, spelled as it likes. */
export function aClient(at: number): Client {
  const kind = KINDS[at % KINDS.length];
  const machine =
    kind === 'BOT' ? `examplebot/2.1; +https://bot.example/qzx-${7_301 + at}` : 'X11; Linux x86_64';
  return {
    ip: kind === 'STAFF' ? `185.33.${137 + (at % 90)}.${11 + (at % 240)}` : addressOf(at),
    agent:
      `Mozilla/5.0 (${machine}) AppleWebKit/537.36 (KHTML, like Gecko) ` +
      `Chrome/141.0.${7_301 + at}.${93 + at} Safari/537.36`,
    visitor: at % 2 === 0 ? undefined : `visitor-of-client-${at}-qzx`,
    asksForPrivacy: kind === 'PRIVATE',
  };
}

function addressOf(at: number): string {
  if (at % 3 !== 2) return `91.${17 + (at % 200)}.${137 + (at % 90)}.${11 + (at % 240)}`;
  const part = (0x4a00 + at).toString(16);
  const spellings = [
    `2a02:8071:${part}:9d1:7c3e:51ff:fe4b:${(0x1f00 + at).toString(16)}`,
    `2a02:8071:${part}:9d1::${(0x1f00 + at).toString(16)}`,
    `2A02:8071:${part.toUpperCase()}:09D1:0000:0000:0000:${(0x1f00 + at).toString(16)}`,
  ];
  return spellings[Math.floor(at / 3) % spellings.length]!;
}

export type Ask = (client: Client, query: string, variables: object, key?: string) => Promise<Response>;

export function askingAt(url: () => string) {
  const send = (
    client: Client,
    path: string,
    body: string,
    { type = 'application/json', key }: { type?: string; key?: string | undefined } = {},
  ): Promise<Response> =>
    fetch(`${url()}${path}`, {
      method: 'POST',
      headers: {
        'content-type': type,
        'user-agent': client.agent,
        'x-forwarded-for': client.ip,
        ...(client.visitor === undefined ? {} : { 'x-visitor-id': client.visitor }),
        ...(client.asksForPrivacy ? { 'sec-gpc': '1' } : {}),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body,
    });
  const ask: Ask = (client, query, variables, key) =>
    send(client, '/graphql', JSON.stringify({ query, variables }), { key });
  return { send, ask };
}

const VIEW = `mutation ($input: RecordViewInput!) { recordView(input: $input) { status userErrors { code } } }`;
const VIEWS = `mutation ($inputs: [RecordViewInput!]!) {
  recordViews(inputs: $inputs) { outcomes { status } userErrors { code } }
}`;
const ENGAGED = `mutation ($inputs: [RecordEngagementInput!]!) {
  recordEngagement(inputs: $inputs) { outcomes { status userErrors { code } } userErrors { code } }
}`;
const SHOWN = `mutation ($inputs: [RecordImpressionsInput!]!) {
  recordImpressions(inputs: $inputs) { outcomes { status userErrors { code } } userErrors { code } }
}`;
const COMMENT = `mutation ($input: PostCommentInput!) { postComment(input: $input) { userErrors { code } } }`;
const PAGE = `query ($id: ID!) { article(id: $id) { headline views } popularNow { edges { rank } } }`;

/** Where a reader came from, and what the address of the page said of him. */
export const CAME_BY = {
  referrer: 'https://forum.example/thread-qzx-9174',
  pageUrl: 'https://news.example/a-story?utm_source=list-qzx-3311&token=qzx-7712',
};
/** The publisher's own server, which reports for those who asked it. */
export const SERVER: Client = {
  ...{ ip: '203.0.113.91', agent: 'the-server-of-the-publisher/1.0 qzx-5512', visitor: undefined },
  asksForPrivacy: false,
};

export interface Visit {
  at: number;
  client: Client;
  articleId: string;
  /** Of SERVER. */
  key: string;
}

/** Two of three visits are views; the others take their turn. */
export function wayOf(
  { send, ask }: ReturnType<typeof askingAt>,
  { at, client, articleId, key }: Visit,
): () => Promise<Response> {
  const { visitor, ip, agent, asksForPrivacy } = client;
  const click = { source: 'RAIL', rail: 'POPULAR_NOW', slot: 1 };
  const onBehalfOf = { clientIp: ip, userAgent: agent, asksForPrivacy };
  const eventId = `event-${at}`;
  const text = { type: 'text/plain' };
  const report = (type: string, input: object) =>
    send(client, '/beacon', JSON.stringify({ type, ...input }), text);
  const heartbeat = { articleId, visitor, seconds: 10, eventId };
  const shown = { rail: 'LATEST', shown: [{ articleId, slot: 3 }], visitor, eventId };
  const ways: (() => Promise<Response>)[] = [
    () => ask(client, VIEW, { input: { articleId, visitor, ...CAME_BY } }),
    () => ask(client, VIEWS, { inputs: [{ articleId, visitor, source: 'SEARCH' }, { articleId }] }),
    () => send(client, '/beacon', JSON.stringify({ articleId, visitor, ...CAME_BY }), text),
    () => ask(client, VIEW, { input: { articleId, visitor, eventId, ...click } }),
    () => ask(client, ENGAGED, { inputs: [heartbeat] }),
    () => ask(client, SHOWN, { inputs: [shown] }),
    () => report('ENGAGEMENT', heartbeat),
    () => report('IMPRESSIONS', shown),
    () => ask(SERVER, VIEW, { input: { articleId, visitor, onBehalfOf } }, key),
    () => ask(SERVER, VIEWS, { inputs: [{ articleId, onBehalfOf, ...CAME_BY }] }, key),
    () => ask(SERVER, ENGAGED, { inputs: [{ ...heartbeat, onBehalfOf }] }, key),
    () => ask(SERVER, SHOWN, { inputs: [{ ...shown, onBehalfOf }] }, key),
    () => ask(client, PAGE, { id: articleId }),
    () => ask(client, COMMENT, { input: { articleId, authorName: 'A reader', text: `I see ${at}.` } }),
    () => ask(client, VIEW, { input: { articleId, onBehalfOf } }),
    () =>
      ask(SERVER, VIEW, { input: { articleId, onBehalfOf: { ...onBehalfOf, clientIp: `${ip}, x` } } }, key),
    () => ask(client, VIEW, { input: { articleId: 'none', visitor, ...CAME_BY, onBehalfOf: null } }),
    () => ask(client, VIEW, { input: { ...CAME_BY, slot: 'none' } }),
    () => send(client, '/beacon', JSON.stringify({ ...CAME_BY, slot: 'none' }), text),
    () => ask(client, VIEW, { input: { articleId, visitor: `${visitor} `.repeat(500) } }),
    () => ask(client, ENGAGED, { inputs: [{ ...heartbeat, seconds: -1 }] }),
    () => ask(client, VIEWS, { inputs: Array(501).fill({ articleId }) }),
    () => ask(client, 'mutation { nonsense }', {}),
    () => send(client, '/graphql', '{ no json'),
    () => send(client, '/beacon', 'x'.repeat(20_000), text),
    () => send(client, `/nowhere/${at}`, ''),
    () => send({ ...client, ip: `${ip}, garbage` }, '/beacon', 'no json', text),
  ];
  return ways[at % 3 === 2 ? Math.floor(at / 3) % ways.length : at % 3]!;
}
