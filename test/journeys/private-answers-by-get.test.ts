// Readers who ask not to be followed and readers who do not, who ask for the same address by GET within the same second:
// the list that one of them gets is never the other's, neither from the memory of the server nor from a shared cache.

import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { until } from '../setup/until';

const FOLLOWED = 'everybody';
const settings = [
  { honour: 'on', header: 'sec-gpc', vary: /\bSec-GPC, DNT\b/, isApart: true },
  { honour: 'on', header: 'dnt', vary: /\bSec-GPC, DNT\b/, isApart: true },
  { honour: 'off', header: 'sec-gpc', vary: /\bSec-GPC, (?!DNT)/, isApart: true },
  { honour: 'off', header: 'dnt', vary: /\bSec-GPC, (?!DNT)/, isApart: false },
];
const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';

describe.each(['on', 'off'])('with HONOUR_DO_NOT_TRACK %s', (honour) => {
  const api = useApi({ RANKING_THREAD: 'main', HONOUR_DO_NOT_TRACK: honour });
  const ids: string[] = [];

  async function view(visitor: string, article: number): Promise<void> {
    const { data } = await api.ask<{ recordView: { status: string } }>(
      'mutation ($input: RecordViewInput!) { recordView(input: $input) { status } }',
      { input: { articleId: ids[article], visitor } },
      { headers: { 'user-agent': BROWSER } },
    );
    expect(data.recordView.status).toBe('COUNTED');
  }

  async function get(query: string, headers: Record<string, string>) {
    const answer = await fetch(`${api.url}/graphql?${new URLSearchParams({ query })}`, {
      headers: { 'apollo-require-preflight': 'true', ...headers },
    });
    return { status: answer.status, vary: answer.headers.get('vary'), text: await answer.text() };
  }

  beforeAll(async () => {
    await api.publish(Array.from({ length: 12 }, (_, index) => anArticleDraft({ number: index + 1 })));
    const rows: { id: string }[] = await api.stores.dataSource.query('select id from article order by slug');
    ids.push(...rows.map(({ id }) => id));
    // From nothing else anybody has gone on.
    for (let reader = 0; reader < 6; reader++)
      for (const article of [5, 11]) await view(`${reader}`, article);
    const learnt = async () => isSteeredIn(await get(steered('forYou', 'Learnt'), {}));
    await until(learnt, { what: 'it is learnt where readers go from 5' });
  });

  const edges = '{ edges { node { id } explain { readNext { article { id } } } } }';
  const isSteeredIn = ({ text }: { text: string }) => text.includes('"readNext":[{');
  const fields = {
    forYou: `forYou(first: 12, read: ["ID"]) ${edges}`,
    youMayAlsoLike: `article(id: "PAGE") { youMayAlsoLike(first: 12, read: ["ID"]) ${edges} }`,
  };
  let documents = 0;
  /** A document that nobody has asked for yet. */
  function steered(field: keyof typeof fields, name: string): string {
    const query = `query ${name}${documents++} { ${fields[field]} }`;
    return query.replace('ID', ids[5]!).replace('PAGE', ids[8]!);
  }

  const own = settings.filter((one) => one.honour === honour);
  const cases = own.flatMap((one) =>
    (Object.keys(fields) as (keyof typeof fields)[]).flatMap((field) =>
      [one.header, FOLLOWED].map((first) => ({ ...one, field, first })),
    ),
  );

  test.each(cases)('$field, asked for by $first first, of $header', async ({ field, first, ...one }) => {
    const { header, vary, isApart } = one;
    const asking = { [header]: '1' };
    const [before, after] = first === FOLLOWED ? [{}, asking] : [asking, {}];
    const query = steered(field, 'Next');
    // The first time the document is learnt, the second time the answer is kept.
    for (const headers of [before, before, before, after, after, before, after]) {
      const answer = await get(query, headers);
      expect(answer).toMatchObject({ status: 200, vary: expect.stringMatching(vary) });
      const isSteered = headers !== asking || !isApart;
      expect([headers, isSteeredIn(answer)]).toEqual([headers, isSteered]);
    }
    // What is the same for all is kept by caches once for all.
    const popular = await get(
      `query Popular${documents++} { popularNow(first: 1) { edges { node { id } } } }`,
      asking,
    );
    expect(popular.vary).not.toMatch(/Sec-GPC|DNT/);
  });
});
