import {
  buildSchema,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { type QueryCost, QueryCosts } from '../../../src/platform/graphql/query-cost';

const schema = priced(
  buildSchema(`
  type Query { articles(first: Int! = 20): Connection! sections: [Section!]! article: Article popular(first: Int): Connection! }
  type Mutation { publish(id: ID!): Article report(input: ID!): Article reports(inputs: [ID!]!): Article }
  type Connection { edges: [Edge!]! }
  type Edge { node: Article! }
  type Article { slug: String! views: Int section: Section! latest(first: Int! = 6): Connection! }
  type Section { slug: String! parent: Section children: [Section!]! }
`),
  { 'Article.views': 3, 'Mutation.report': 5, 'Mutation.reports': 5, 'Query.articles': 20 },
);

/** As the decorator does where fields are declared. */
function priced(built: GraphQLSchema, points: Record<string, number>): GraphQLSchema {
  for (const [path, price] of Object.entries(points)) {
    const [type = '', name = ''] = path.split('.');
    const field = (built.getType(type) as GraphQLObjectType).getFields()[name];
    if (field === undefined) throw new Error(`No field ${path}`);
    field.extensions = { points: price };
  }
  return built;
}

const costs = new QueryCosts(schema);

function costOf(text: string, variables: Record<string, unknown> = {}): QueryCost {
  const document = parse(text);
  return costs.costOf(document, document.definitions[0] as OperationDefinitionNode, variables);
}

const nested = (depth: number) => `${'{ children { parent '.repeat(depth)}{ slug }${' } }'.repeat(depth)}`;

describe('the items that a query could give', () => {
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
    expect(costOf(query).items).toBe(items);
  });

  test('are counted with the variables, and with their defaults', () => {
    const query = 'query ($n: Int! = 3) { articles(first: $n) { edges { node { slug } } } }';
    expect(costOf(query, { n: 40 }).items).toBe(40);
    expect(costOf(query).items).toBe(3);
  });

  test('are counted with variables in fragments, however often those are spread', () => {
    const query = `query ($n: Int!) { article { ...A ...A section { slug } } }
      fragment A on Article { latest(first: $n) { edges { node { ...B } } } }
      fragment B on Article { latest(first: $n) { edges { node { slug } } } }`;
    expect(costOf(query, { n: 10 }).items).toBe(2 * 10 * 11);
    expect(costOf(query, { n: 1 }).items).toBe(2 * 2);
  });

  test.each(['1', '$n'])(
    'of fragments that spread each other twice, twenty levels deep, are found at once: %s',
    (first) => {
      const levels = Array.from(
        { length: 20 },
        (_, level) =>
          `fragment F${level} on Article { a: section { slug } ...F${level + 1} ...F${level + 1} }`,
      );
      const last = `fragment F20 on Article { latest(first: ${first}) { edges { node { slug } } } }`;
      const variables = first === '1' ? '' : '($n: Int!)';
      expect(
        costOf(`query ${variables} { article { ...F0 } } ${levels.join(' ')} ${last}`, { n: 1 }).items,
      ).toBe(2 ** 20);
    },
  );
});

describe('the points that a query costs', () => {
  test.each([
    { query: '{ article { slug } }', points: 11 },
    { query: '{ article { slug views } }', points: 14 },
    { query: '{ __typename article { __typename slug } }', points: 11 },
    // Twenty for the list, then thrice: the item itself, edges, node, views; edges stand once for each item.
    { query: '{ articles(first: 3) { edges { node { views } } } }', points: 20 + 3 * (1 + 1 + 1 + 3) },
    { query: '{ sections { slug } }', points: 10 + 5 * 2 },
    { query: 'mutation { publish(id: "a") { slug } }', points: 51 },
    { query: 'mutation { a: report(input: "a") { slug } b: report(input: "b") { slug } }', points: 12 },
    { query: 'mutation { reports(inputs: ["a", "b", "c"]) { slug } }', points: 16 },
  ])('$query: $points', ({ query, points }) => {
    expect(costOf(query).points).toBe(points);
  });

  test('grow with the list that a mutation is given', () => {
    const query = 'mutation ($inputs: [ID!]!) { reports(inputs: $inputs) { slug } }';
    expect(costOf(query, { inputs: Array(100).fill('a') }).points).toBe(501);
    expect(costOf(query, { inputs: 'a' }).points).toBe(6);
  });

  test('of the schema are counted too', () => {
    expect(costOf('{ __schema { types { name fields { name } } } }').points).toBeGreaterThan(30);
  });
});
