// "GraphQL over HTTP": a client that accepts application/graphql-response+json gets 400 for a document that cannot be
// run; for one that knows only application/json the same answer comes with 200, since old clients take any other
// status for a failure of the network. With this, Apollo Server fails no audit of graphql-http but the three about
// GET, which its protection against cross-site requests refuses on purpose.

import type { RequestRule } from './request-rule';

const documentCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'QUERY_TOO_LARGE',
]);

export const responseStatus: RequestRule = {
  beforeAnswering(answer) {
    if (answer.status !== 400) return;
    if (answer.context.headers.accept?.includes('application/graphql-response+json')) return;
    const errors = answer.errors ?? [];
    if (errors.every((error) => documentCodes.has(String(error.extensions?.code)))) answer.status = 200;
  },
};
