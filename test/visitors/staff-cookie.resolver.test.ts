import { request } from 'undici';
import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { BROWSER } from '../setup/running-program';

const api = useApi({ STAFF_COOKIE_SECRETS: 's'.repeat(40) });

const ISSUE = `mutation ($keepDays: Int!) { issueStaffCookie(keepDays: $keepDays) {
  name value userErrors { code field } } }`;
interface Issued {
  issueStaffCookie: { name: string | null; value: string | null; userErrors: object[] };
}

test('a browser with the cookie of a writer is counted as staff', async () => {
  await api.publish([anArticleDraft({ number: 1 })]);
  const articleId = (await api.newsroom.cards.bySlug('story-1'))?.id;
  const as = await keyOf(api.stores, Role.WRITER);
  const { data } = await api.ask<Issued>(ISSUE, { keepDays: 30 }, { as });
  const { name, value } = data.issueStaffCookie;
  const view = async (cookie: string) => {
    const answer = await request(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': BROWSER, cookie },
      body: JSON.stringify({
        query: 'mutation ($id: ID!) { recordView(input: { articleId: $id, visitor: "a" }) { status } }',
        variables: { id: articleId },
      }),
    });
    return ((await answer.body.json()) as { data: { recordView: { status: string } } }).data.recordView
      .status;
  };
  expect(await view(`${name}=${value}`)).toBe('STAFF');
  expect(await view(`${name}=${value}x`)).toBe('COUNTED');
});

test('it is for the newsroom alone, and for a year at most', async () => {
  const forbidden = await api.ask<Issued>(
    ISSUE,
    { keepDays: 30 },
    { as: await keyOf(api.stores, Role.SERVICE) },
  );
  expect(forbidden.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  const { data } = await api.ask<Issued>(
    ISSUE,
    { keepDays: 366 },
    { as: await keyOf(api.stores, Role.EDITOR) },
  );
  expect(data.issueStaffCookie.userErrors).toEqual([{ code: 'BAD_USER_INPUT', field: 'keepDays' }]);
});
