// One reader is one visitor, however its address is spelled and whichever way it comes; and is forgotten by any of them.

import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { type RunningApi, useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { BROWSER } from '../setup/running-program';

const RECORD = `mutation ($input: RecordViewInput!) {
  recordView(input: $input) { status userErrors { code field } }
}`;
const FORGET = `mutation ($input: ForgetVisitorInput!) {
  forgetVisitor(input: $input) { places { place found } userErrors { code field message } }
}`;

interface Forgotten {
  forgetVisitor: {
    places: { place: string; found: number }[];
    userErrors: { code: string; field: string | null; message: string }[];
  };
}

let articles = 0;

async function freshArticle(api: RunningApi): Promise<string> {
  const number = ++articles;
  await api.publish([anArticleDraft({ number })]);
  return (await api.newsroom.cards.bySlug(`story-${number}`))!.id;
}

async function record(api: RunningApi, input: object, headers: Record<string, string>, as?: string) {
  const sending = { headers: { 'user-agent': BROWSER, ...headers }, ...(as === undefined ? {} : { as }) };
  const { data } = await api.ask<{ recordView: { status: string } }>(RECORD, { input }, sending);
  return data.recordView.status;
}

describe('behind proxies that write X-Forwarded-For', () => {
  const api = useApi({ TRUST_PROXY: 'loopback' });

  test.each([
    {
      first: '2001:db8:1:2:0:0:0:7',
      others: ['2001:DB8:1:2::7', '[2001:0db8:0001:0002::0007]:443'],
      forgotten: '2001:db8:1:2::7',
    },
    { first: '::ffff:81.9.9.9', others: ['81.9.9.9', '::ffff:5109:909'], forgotten: '81.9.9.9' },
    { first: '81.9.9.10', others: ['::FFFF:81.9.9.10', '81.9.9.10:5000'], forgotten: '::ffff:81.9.9.10' },
  ])('$first and $others are one visitor', async ({ first, others, forgotten }) => {
    const articleId = await freshArticle(api);
    const service = await keyOf(api, Role.SERVICE);
    const statuses = [await record(api, { articleId }, { 'x-forwarded-for': first })];
    for (const other of others) {
      statuses.push(await record(api, { articleId }, { 'x-forwarded-for': other }));
    }
    for (const clientIp of [first, forgotten]) {
      const onBehalfOf = { clientIp: clientIp.replace(/:5000$/, ''), userAgent: BROWSER };
      statuses.push(await record(api, { articleId, onBehalfOf }, {}, service));
    }
    expect(statuses).toEqual(['COUNTED', 'REPEAT', 'REPEAT', 'REPEAT', 'REPEAT']);

    const input = { address: forgotten, userAgent: BROWSER };
    const { data } = await api.ask<Forgotten>(FORGET, { input }, { as: service });
    expect(data.forgetVisitor.userErrors).toEqual([]);
    expect(data.forgetVisitor.places).toContainEqual({ place: 'VIEW_STREAM', found: 1 });
  });

  test.each([
    { address: 'abc' },
    { address: '1.2.3' },
    { address: '' },
    { address: '203.0.113.9:443' },
    { address: '203.0.113.0/24' },
    { address: '::ffff:999.1.1.1' },
    { address: '1'.repeat(10_000) },
  ])('what is no address is not looked for: $address', async ({ address }) => {
    const as = await keyOf(api, Role.SERVICE);
    const { data } = await api.ask<Forgotten>(FORGET, { input: { address, userAgent: BROWSER } }, { as });
    expect(data.forgetVisitor.places).toEqual([]);
    expect(data.forgetVisitor.userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', field: 'address' }]);
  });
});

describe('behind proxies that write Forwarded', () => {
  const api = useApi({ TRUST_PROXY: 'loopback', TRUST_PROXY_HEADER: 'Forwarded' });

  test('the spellings of an address are one visitor', async () => {
    const articleId = await freshArticle(api);
    const statuses: string[] = [];
    for (const address of ['"[2001:db8:0:2:0:0:0:7]"', '"[2001:DB8::2:0:0:0:7]:4711"']) {
      statuses.push(await record(api, { articleId }, { forwarded: `for=${address};proto=https` }));
    }
    expect(statuses).toEqual(['COUNTED', 'REPEAT']);
  });
});
