import { integerSetting, switchSetting } from '../config/setting';

export const graphqlSettings = {
  introspection: switchSetting({
    name: 'INTROSPECTION',
    default: true,
    meaning: 'Whether clients may ask the API for its schema. GraphiQL needs it.',
  }),
  graphiql: switchSetting({
    name: 'GRAPHIQL',
    default: true,
    meaning: 'Whether the query editor is served at /graphiql.',
  }),
  maxDepth: integerSetting({
    name: 'QUERY_MAX_DEPTH',
    default: 20,
    min: 5,
    max: 100,
    meaning:
      'How many fields a query may nest. The article page needs 7, the query of GraphiQL for the schema 15.',
  }),
  maxItems: integerSetting({
    name: 'QUERY_MAX_ITEMS',
    default: 20_000,
    min: 1_000,
    max: 10_000_000,
    meaning:
      'How many items the lists of a query may give in all, lists in lists multiplied. ' +
      'The article page asks for some 70.',
  }),
  maxTokens: integerSetting({
    name: 'QUERY_MAX_TOKENS',
    default: 5_000,
    min: 500,
    max: 100_000,
    meaning:
      'How many tokens (names, brackets, values) a query document may have. The article page has some 400.',
  }),
};
