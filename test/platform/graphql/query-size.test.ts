import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { refuseLargeQuery } from '../../../src/platform/graphql/query-size';

const schema = buildSchema(`
  type Query { articles(first: Int! = 20): Connection! sections: [Section!]! article: Article popular(first: Int): Connection! }
  type Connection { edges: [Edge!]! }
  type Edge { node: Article! }
  type Article { slug: String! section: Section! latest(first: Int! = 6): Connection! }
  type Section { slug: String! parent: Section children: [Section!]! }
`);

function itemsOf(text: string, variables: Record<string, unknown> = {}): number {
  const document = parse(text);
  const operation = document.definitions[0] as OperationDefinitionNode;
  try {
    refuseLargeQuery({ schema, document, operation, variables }, -1);
  } catch (error) {
    return Number(/could give (\d+) items/.exec((error as Error).message)?.[1]);
  }
  return Number.NaN;
}

const nested = (depth: number) => `${'{ children { parent '.repeat(depth)}{ slug }${' } }'.repeat(depth)}`;

describe('the size of a query', () => {
  test.each([
    { query: '{ article { slug } }', items: 0 },
    { query: '{ articles(first: 50) { edges { node { slug } } } }', items: 50 },
    { query: '{ articles { edges { node { slug } } } }', items: 20 },
    { query: '{ popular { edges { node { slug } } } }', items: 0 },
    { query: '{ articles(first: 10001) { edges { node { slug } } } }', items: 0 },
    { query: '{ articles(first: -3) { edges { node { slug } } } }', items: 0 },
    {
      query:
        '{ a: articles(first: 5) { edges { node { slug } } } b: articles(first: 7) { edges { node { slug } } } }',
      items: 12,
    },
    { query: '{ articles(first: 10) { edges { node { latest { edges { node { slug } } } } } } }', items: 70 },
    {
      query:
        '{ articles(first: 10) { edges { node { ...A } } } } fragment A on Article { latest(first: 2) { edges { node { slug } } } }',
      items: 30,
    },
    {
      query:
        '{ articles(first: 10) { edges { ... on Edge { node { ... { latest(first: 2) { edges { node { slug } } } } } } } } }',
      items: 30,
    },
    { query: `{ sections ${nested(2)} }`, items: 155 },
  ])('$query: $items', ({ query, items }) => {
    expect(itemsOf(query)).toBe(items);
  });

  test('counts with the variables, and with their defaults', () => {
    const query = 'query ($n: Int! = 3) { articles(first: $n) { edges { node { slug } } } }';
    expect(itemsOf(query, { n: 40 })).toBe(40);
    expect(itemsOf(query)).toBe(3);
  });

  test('of fragments that spread each other twice, twenty levels deep, is found at once', () => {
    const levels = Array.from(
      { length: 20 },
      (_, level) => `fragment F${level} on Article { a: section { slug } ...F${level + 1} ...F${level + 1} }`,
    );
    const last = 'fragment F20 on Article { latest(first: 1) { edges { node { slug } } } }';
    expect(itemsOf(`{ article { ...F0 } } ${levels.join(' ')} ${last}`)).toBe(2 ** 20);
  });

  test('over the limit is refused in words', () => {
    const text =
      '{ articles(first: 200) { edges { node { latest(first: 200) { edges { node { slug } } } } } } }';
    const document = parse(text);
    const operation = document.definitions[0] as OperationDefinitionNode;
    expect(() => refuseLargeQuery({ schema, document, operation, variables: {} }, 20_000)).toThrow(
      'The query could give 40200 items of lists; at most 20000 are allowed. Ask for smaller pages.',
    );
  });
});
