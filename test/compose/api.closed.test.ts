import { getIntrospectionQuery } from 'graphql';
import { useApi } from '../builders/a-running-api';

const api = useApi({ INTROSPECTION: 'off', GRAPHIQL: 'off' });

describe('an API that shows its schema to nobody', () => {
  test.each([
    getIntrospectionQuery(),
    '{ __schema { types { name } } }',
    '{ __type(name: "Article") { name } }',
  ])('refuses to be asked for it (%#)', async (query) => {
    const { data, errors } = await api.ask(query);
    expect(data).toBeUndefined();
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('introspection'),
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  });

  test.each([
    { query: '{ articl { slug } }', near: 'article' },
    { query: '{ articles(frist: 3) { totalCount } }', near: 'first' },
    { query: '{ articles(orderBy: NEWES) { totalCount } }', near: 'NEWEST' },
    { query: '{ articles { edges { node { ... on Artcle { slug } } } } }', near: 'Article"' },
  ])('lets nobody guess $near', async ({ query, near }) => {
    const { errors } = await api.ask(query);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(JSON.stringify(errors)).not.toMatch(new RegExp(`did you mean|"${near}`, 'i'));
  });

  test('answers all else', async () => {
    expect((await api.ask('{ __typename sections { __typename } }')).data).toEqual({
      __typename: 'Query',
      sections: [],
    });
  });

  test('has no editor, and leads nobody to it', async () => {
    expect((await fetch(`${api.url}/graphiql`)).status).toBe(404);
    expect((await fetch(`${api.url}/graphiql/start.js`)).status).toBe(404);
    expect(await (await fetch(api.url)).text()).not.toContain('graphiql');
  });
});
