// From a document to a subscription that may be run: the same limits and rules as over HTTP, none of which Apollo
// Server brings here. A document is parsed and validated once, as there; queries and mutations are not answered, so
// that no limit of time, no cache and no figure of HTTP can be gone round.

import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { BadUserInput } from '../../errors';
import type { FormatError } from '../error-masking';
import { OperationNotFound } from '../graphql.errors';
import { ParsedDocuments } from '../parsed-documents';
import type { RequestContext } from '../per-request';
import { QueryCosts } from '../query-cost';
import type { GraphqlAnswer, RequestRule } from '../request-rule';
import { tellErrors } from '../told-errors';
import { NotASubscription } from './live.errors';
import { OperationKeys } from './operation-keys';
import { refuseConditionsAtRoot, rootFieldOf } from './root-field';

/** As it comes from a client: of these names, of any type. */
export interface LiveRequest {
  query?: unknown;
  operationName?: unknown;
  variables?: unknown;
  extensions?: unknown;
}

export interface LiveOperation {
  /** The same for all that ask for the same, however they write it and whoever they are. */
  key: string;
  /** The name of what is followed, in the schema. */
  field: string;
  document: DocumentNode;
  operationName: string | undefined;
  variables: Readonly<Record<string, unknown>>;
  /** What one execution of it costs. */
  points: number;
}

export interface Refused {
  errors: readonly GraphQLFormattedError[];
}

export interface LiveOperationsParts {
  schema: GraphQLSchema;
  rules: readonly RequestRule[];
  /** Beside GraphQL's own. */
  validationRules: readonly ValidationRule[];
  introspection: boolean;
  maxTokens: number;
  textOfHash(hash: string): string | undefined;
  formatError: FormatError;
}

export class LiveOperations {
  private readonly documents = new ParsedDocuments();
  private readonly validationRules: readonly ValidationRule[];
  private readonly keys: OperationKeys;
  private readonly costs: QueryCosts;

  constructor(private readonly parts: LiveOperationsParts) {
    const { introspection, schema, validationRules } = parts;
    this.keys = new OperationKeys(schema);
    this.costs = new QueryCosts(schema);
    // The limits come first: a document that is beyond them is not looked at by the others.
    this.validationRules = [
      ...validationRules,
      ...specifiedRules,
      ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]),
    ];
  }

  /** Spends what it costs. */
  prepare(request: LiveRequest, context: RequestContext): LiveOperation | Refused {
    for (const rule of this.parts.rules) rule.requestCame?.(context);
    try {
      const prepared = this.checked(request, context);
      this.tellRules(context, prepared.asked, undefined);
      return prepared.operation;
    } catch (thrown) {
      const { errors } = this.tell(Array.isArray(thrown) ? thrown : [thrown]);
      this.tellRules(context, undefined, errors);
      return { errors };
    }
  }

  tell(thrown: readonly unknown[]): Refused {
    return { errors: tellErrors(thrown, this.parts.formatError).errors };
  }

  private checked(request: LiveRequest, context: RequestContext) {
    const { operationName, variables } = readRequest(request);
    const text = this.textIn(request);
    const { document, operations } = this.parsed(text, context);
    const operation = operationOf(operations, operationName);
    const asked = { document, operation, operationName, variables, context };
    if (operation !== undefined && operation.operation !== 'subscription')
      throw new NotASubscription(operation.operation);
    for (const rule of this.parts.rules) rule.beforeRunning?.(asked);
    if (operation === undefined) throw new OperationNotFound(operationName);
    return {
      asked: { document, operation },
      operation: {
        key: this.keys.keyOf(document, operation, variables),
        field: rootFieldOf(operation, document),
        ...{ document, operationName, variables },
        points: Math.ceil(this.costs.costOf(document, operation, variables).points),
      },
    };
  }

  private textIn({ query, extensions }: LiveRequest): string {
    if (typeof query === 'string' && query !== '') return query;
    const hash = hashIn(extensions);
    if (hash === undefined) throw new BadUserInput('query', '"query" must be the text of a subscription.');
    const text = this.parts.textOfHash(hash);
    if (text !== undefined) return text;
    throw new GraphQLError('PersistedQueryNotFound', { extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } });
  }

  /** @throws GraphQLError, or several of them */
  private parsed(text: string, context: RequestContext) {
    const known = this.documents.of(text);
    if (known !== undefined) return known;
    for (const rule of this.parts.rules) rule.beforeParsing?.(text, context);
    const document = this.parse(text);
    refuseConditionsAtRoot(document);
    const { introspection, schema } = this.parts;
    const wrong = validate(schema, document, this.validationRules, { hideSuggestions: !introspection });
    if (wrong.length > 0) throw wrong.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
    const key = createHash('sha256').update(text).digest('base64');
    const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
    void this.documents.set(key, document);
    return { document, operations };
  }

  private parse(text: string): DocumentNode {
    try {
      return parse(text, { maxTokens: this.parts.maxTokens });
    } catch (error) {
      throw error instanceof GraphQLError ? withCode(error, 'GRAPHQL_PARSE_FAILED') : error;
    }
  }

  private tellRules(
    context: RequestContext,
    asked: Pick<GraphqlAnswer, 'document' | 'operation'> | undefined,
    errors: readonly GraphQLFormattedError[] | undefined,
  ): void {
    const { rules, schema } = this.parts;
    const { document, operation } = asked ?? {};
    const answer: GraphqlAnswer = {
      ...{ method: 'SUBSCRIBE', context, schema, document, operation, errors, status: undefined },
      header: () => undefined,
    };
    for (const rule of rules) rule.beforeAnswering?.(answer);
  }
}

function readRequest({ operationName, variables }: LiveRequest) {
  if (operationName != null && typeof operationName !== 'string')
    throw new BadUserInput('operationName', '"operationName" must be a text.');
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables)))
    throw new BadUserInput('variables', '"variables" must be an object.');
  return {
    operationName: operationName ?? undefined,
    variables: (variables ?? {}) as Record<string, unknown>,
  };
}

function hashIn(extensions: unknown): string | undefined {
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } };
  const hash = persistedQuery?.sha256Hash;
  return typeof hash === 'string' ? hash : undefined;
}

function operationOf(
  operations: readonly OperationDefinitionNode[],
  name: string | undefined,
): OperationDefinitionNode | undefined {
  if (name === undefined) return operations.length === 1 ? operations[0] : undefined;
  return operations.find((operation) => operation.name?.value === name);
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    originalError: error.originalError ?? error,
    extensions: { ...error.extensions, code },
  });
}
