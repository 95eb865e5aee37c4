// Apollo's own suite for whoever puts Apollo Server on an HTTP server, against our way of doing it: our HTTP server and
// our route. The suite brings its own schemas, plugins and options, so what we set on Apollo Server itself (limits,
// masking, scopes) has its own tests; response-status.ts too, which answers old clients as the audits of graphql-http
// want it and not as this suite does.

import { ApolloServer, type ApolloServerOptions, type BaseContext } from '@apollo/server';
import {
  type CreateServerForIntegrationTestsOptions,
  defineIntegrationTestSuite,
} from '@apollo/server-integration-testsuite';
import { systemClock } from '../../../src/platform/clock';
import { answerGraphql } from '../../../src/platform/graphql/server';
import { HttpServer } from '../../../src/platform/http/http-server';
import { createLog } from '../../../src/platform/log/log';

const log = createLog('silent');
const httpOptions = {
  ...{ port: 0, host: '127.0.0.1', bodyLimit: 1_048_576 },
  ...{ requestSeconds: 30, drainSeconds: 1, trustProxy: [] },
};

async function createServer(
  options: ApolloServerOptions<BaseContext>,
  { context = async () => ({}) }: CreateServerForIntegrationTestsOptions = {},
) {
  const http = new HttpServer(httpOptions, systemClock, log);
  const server = new ApolloServer(options);
  await answerGraphql(http.fastify, server, () => context());
  const url = `${await http.start()}/graphql`;
  return { server, url, extraCleanup: () => http.stop() };
}

// Incremental delivery (@defer) needs a pre-release of graphql-js 17, which Apollo Server 5 runs with nothing else.
defineIntegrationTestSuite(createServer, { serverIsStartedInBackground: false, noIncrementalDelivery: true });
