import { choiceSetting, integerSetting, switchSetting, textSetting } from '../config/setting';

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
  persistedQueries: choiceSetting({
    name: 'PERSISTED_QUERIES',
    choices: ['auto', 'known-only', 'off'],
    default: 'auto',
    meaning:
      'Whether clients may send the hash of a document in its stead. "auto" learns documents from clients, each ' +
      'process by itself; "known-only" runs those of KNOWN_DOCUMENTS and no others, sent as hash or as text.',
  }),
  knownDocuments: textSetting({
    name: 'KNOWN_DOCUMENTS',
    default: 'schema/operations',
    range: 'a folder of .graphql files, absolute or as seen from the folder of the program',
    meaning:
      'Documents of your own clients: their hashes are known from the start, and /metrics counts their operations ' +
      'by name.',
  }),
  maxDepth: integerSetting({
    name: 'QUERY_MAX_DEPTH',
    default: 20,
    min: 5,
    max: 100,
    meaning:
      'How many fields a query may nest. The article page needs 7, the query of GraphiQL for the schema 15.',
  }),
  maxAliases: integerSetting({
    name: 'QUERY_MAX_ALIASES',
    default: 30,
    min: 0,
    max: 10_000,
    meaning: 'How many aliases a query may have. The article page has none, the query of GraphiQL none.',
  }),
  maxFields: integerSetting({
    name: 'QUERY_MAX_FIELDS',
    default: 200,
    min: 20,
    max: 10_000,
    meaning:
      'How many fields a query may select in one place, those of its fragments included and repeated ones counted ' +
      'each time. The article page has some 20.',
  }),
  maxRootFields: integerSetting({
    name: 'QUERY_MAX_ROOT_FIELDS',
    default: 20,
    min: 1,
    max: 1_000,
    meaning: 'How many queries or mutations one request may hold. The article page has 3.',
  }),
  maxDirectives: integerSetting({
    name: 'QUERY_MAX_DIRECTIVES',
    default: 50,
    min: 0,
    max: 10_000,
    meaning: 'How many directives (@include, @skip) a query document may have.',
  }),
  maxCost: integerSetting({
    name: 'QUERY_MAX_COST',
    default: 20_000,
    min: 1_000,
    max: 10_000_000,
    meaning:
      'How many points a query may cost: a point for each value that it could give, more for those that must be ' +
      'looked for, lists in lists multiplied. The article page costs some 700.',
  }),
  answerSeconds: integerSetting({
    name: 'ANSWER_SECONDS',
    default: 15,
    min: 1,
    max: 600,
    meaning:
      'How long a query may take. After that its client is told to try again (503, REQUEST_TIMEOUT), and what it ' +
      'still has under way is ended by DATABASE_STATEMENT_TIMEOUT_MS.',
  }),
  keptAnswersMb: integerSetting({
    name: 'KEPT_ANSWERS_MB',
    default: 32,
    min: 0,
    max: 4_096,
    meaning:
      'Memory, in MB, for answers that are given again within a quarter of a second to whoever asks the same by GET ' +
      'without a credential. 0 keeps none: each is run anew.',
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
  compileQueries: switchSetting({
    name: 'COMPILE_QUERIES',
    default: true,
    meaning:
      'Whether documents that are asked for again and again are compiled to code of their own. Without it each is ' +
      'interpreted every time, which costs several times as much.',
  }),
};
