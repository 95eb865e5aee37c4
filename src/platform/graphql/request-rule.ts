// What must hold of every request, and what must be done for it, beside GraphQL's own rules. Apollo Server gets it as a
// plugin, and quick answers keep to it without Apollo Server: one set of rules on both ways. None of it waits for
// anything, which plugins cannot say.

import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import type { DocumentNode, GraphQLFormattedError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { RequestContext } from './per-request';

export interface AskedFor {
  readonly document: DocumentNode;
  /** Undefined where the document has none, or several, of that name. */
  readonly operation: OperationDefinitionNode | undefined;
  /** As the client says it. */
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly context: RequestContext;
}

/** About to be sent. */
export interface GraphqlAnswer {
  readonly method: string;
  readonly context: RequestContext;
  readonly schema: GraphQLSchema;
  /** What was found out before the request failed. */
  readonly document: DocumentNode | undefined;
  readonly operation: OperationDefinitionNode | undefined;
  readonly errors: readonly GraphQLFormattedError[] | undefined;
  /** Undefined is 200. */
  status: number | undefined;
  header(name: string, value: string): void;
}

export interface RequestRule {
  /** Once, before the first request. */
  schemaIsKnown?(schema: GraphQLSchema): void;
  requestCame?(context: RequestContext): void;
  /** Only for a document that has not been parsed before. */
  beforeParsing?(source: string, context: RequestContext): void;
  /** Throws what refuses the request. */
  beforeRunning?(asked: AskedFor): void;
  beforeAnswering?(answer: GraphqlAnswer): void;
  /** In place of all that: what was answered a moment ago is sent to someone else. */
  answeredAgain?(operation: OperationDefinitionNode, asked: Pick<RequestContext, 'headers'>): void;
}

/** Of several rules the first that refuses is heard. */
export function asPlugin(rules: readonly RequestRule[]): ApolloServerPlugin<RequestContext> {
  return {
    async serverWillStart({ schema }) {
      for (const rule of rules) rule.schemaIsKnown?.(schema);
    },
    async requestDidStart({ contextValue }) {
      for (const rule of rules) rule.requestCame?.(contextValue);
      return {
        async parsingDidStart({ source, contextValue: context }) {
          for (const rule of rules) rule.beforeParsing?.(source, context);
        },
        async didResolveOperation({ document, operation, request, contextValue: context }) {
          const { operationName, variables } = request;
          const asked: AskedFor = { document, operation, operationName, variables, context };
          for (const rule of rules) rule.beforeRunning?.(asked);
        },
        async willSendResponse(context) {
          const answer = new AnswerOfApollo(context);
          for (const rule of rules) rule.beforeAnswering?.(answer);
        },
      };
    },
  };
}

type Answered = GraphQLRequestContext<RequestContext>;

class AnswerOfApollo implements GraphqlAnswer {
  readonly method: string;
  readonly context: RequestContext;
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode | undefined;
  readonly operation: OperationDefinitionNode | undefined;
  readonly errors: readonly GraphQLFormattedError[] | undefined;

  constructor(private readonly answered: Answered) {
    const { request, contextValue, schema, document, operation, response } = answered;
    this.method = request.http?.method ?? 'POST';
    this.context = contextValue;
    this.schema = schema;
    this.document = document;
    this.operation = operation;
    this.errors = response.body?.kind === 'single' ? response.body.singleResult.errors : undefined;
  }

  get status(): number | undefined {
    return this.answered.response.http.status;
  }

  set status(status: number | undefined) {
    this.answered.response.http.status = status;
  }

  header(name: string, value: string): void {
    this.answered.response.http.headers.set(name, value);
  }
}
