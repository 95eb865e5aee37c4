// "GraphQL over HTTP": a client that accepts application/graphql-response+json gets 400 for a document that cannot be
// run; for one that knows only application/json the same answer comes with 200, since old clients take any other
// status for a failure of the network. With this, Apollo Server fails no audit of graphql-http but the three about
// GET, which its protection against cross-site requests refuses on purpose.

import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from './per-request';

const documentCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'QUERY_TOO_LARGE',
]);

export const responseStatus: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response }) {
        if (response.http.status !== 400 || response.body.kind !== 'single') return;
        if (request.http?.headers.get('accept')?.includes('application/graphql-response+json')) return;
        const errors = response.body.singleResult.errors ?? [];
        if (errors.every((error) => documentCodes.has(String(error.extensions?.code))))
          response.http.status = 200;
      },
    };
  },
};
