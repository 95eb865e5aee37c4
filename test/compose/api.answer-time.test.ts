import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { until } from '../setup/until';

const api = useApi({ ANSWER_SECONDS: '2' });
const query = '{ article(slug: "the-page") { slug comments(first: 5) { edges { node { text } } } } }';

beforeAll(() => api.publish([anArticleDraft({ number: 1, slug: 'the-page' })]));

test('a query that Postgres keeps waiting is given up, and asked again it is answered', async () => {
  const runner = api.stores.dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    await runner.query('lock table comment in access exclusive mode');
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'The query was given up after 2 s. Ask for less, or try again.',
          extensions: { code: 'REQUEST_TIMEOUT', retryable: true },
        },
      ],
    });
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
  const isAnswered = async () => {
    const { data } = await api.ask<{ article?: { comments: unknown } }>(query);
    return data?.article?.comments !== undefined;
  };
  await until(isAnswered, { withinMs: 20_000, what: 'the page is answered again' });
});
