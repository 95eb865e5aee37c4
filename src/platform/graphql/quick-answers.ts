// Answers to what has been asked before, without Apollo Server. Its pipeline parses headers, makes hashes, copies
// contexts and waits for hooks, promise after promise, which takes three times as long as to run a small operation.
// For a document that it has parsed and found valid once, none of that is needed: the text itself says which one it is,
// and the rules of requests (request-rule.ts) hold here as they hold there. Whatever is unusual about a request is left
// to Apollo Server, before anything has been done for it: documents that are new, GET, forms other than JSON, hashes to
// be registered, operations that are not there, answers in a form that it has not yet been seen to choose.

import type { FastifyReply, FastifyRequest } from 'fastify';
import type {
  DocumentNode,
  ExecutionResult,
  GraphQLFormattedError,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { FormatError } from './error-masking';
import type { AskedOperation } from './jit-executor';
import type { ParsedDocuments } from './parsed-documents';
import type { RequestContext } from './per-request';
import type { AskedFor, GraphqlAnswer, RequestRule } from './request-rule';
import { asGraphqlError, type ToldErrors, tellErrors, withCodeOfVariables } from './told-errors';

type Result = ExecutionResult<Record<string, unknown>, Record<string, unknown>>;

export interface QuickParts {
  schema: GraphQLSchema;
  documents: ParsedDocuments;
  textOfHash(hash: string): string | undefined;
  execute(asked: AskedOperation): Result | Promise<Result>;
  formatError: FormatError;
  rules: readonly RequestRule[];
}

/** What a request asks for, if it can be answered quickly. */
export interface QuickOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown> | undefined;
}

/** Fastify has read bodies of these forms only; what these name, no page of another origin can send unasked. */
const jsonTypes = new Set([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
]);

export class QuickAnswers {
  constructor(private readonly parts: QuickParts) {}

  operationIn({ method, headers, body }: FastifyRequest): QuickOperation | undefined {
    if (method !== 'POST' || !isObject(body)) return undefined;
    if (!jsonTypes.has(headers['content-type'] ?? '')) return undefined;
    const { operationName, variables } = body;
    if (operationName != null && typeof operationName !== 'string') return undefined;
    if (variables != null && !isObject(variables)) return undefined;
    const text = this.textIn(body);
    const parsed = text === undefined ? undefined : this.parts.documents.of(text);
    const operation = parsed === undefined ? undefined : operationOf(parsed.operations, operationName);
    if (parsed === undefined || operation === undefined || operation.operation === 'subscription')
      return undefined;
    return {
      document: parsed.document,
      operation,
      operationName: operationName ?? undefined,
      variables: variables ?? undefined,
    };
  }

  /** Says the status and the headers to `reply`, and gives the body. */
  answer(
    asked: QuickOperation,
    context: RequestContext,
    { reply, contentType }: { reply: FastifyReply; contentType: string },
  ): string | Promise<string> {
    const answer = new Answer(asked, context, this.parts.schema);
    answer.headers.set('content-type', contentType);
    const { rules, execute } = this.parts;
    for (const rule of rules) rule.requestCame?.(context);
    try {
      const { document, operation, operationName, variables } = asked;
      const about: AskedFor = { document, operation, operationName, variables, context };
      for (const rule of rules) rule.beforeRunning?.(about);
      const result = execute({ document, operationName, variables, context });
      if (!(result instanceof Promise)) return this.finish(answer, reply, result);
      return result.then(
        (settled) => this.finish(answer, reply, settled),
        (error) => this.refuse(answer, reply, error),
      );
    } catch (error) {
      return this.refuse(answer, reply, error);
    }
  }

  private textIn({ query, extensions }: Body): string | undefined {
    const text = typeof query === 'string' && query !== '' ? query : undefined;
    if (extensions == null) return text;
    if (!isObject(extensions)) return undefined;
    const { persistedQuery } = extensions;
    if (!persistedQuery) return text;
    // With its text as well, it is to be registered.
    if (query !== undefined || !isObject(persistedQuery) || persistedQuery.version !== 1) return undefined;
    const { sha256Hash } = persistedQuery;
    return typeof sha256Hash === 'string' ? this.parts.textOfHash(sha256Hash) : undefined;
  }

  private finish(answer: Answer, reply: FastifyReply, result: Result): string {
    const { data, extensions } = result;
    if (result.errors !== undefined) {
      const told = tellErrors(result.errors.map(withCodeOfVariables), this.parts.formatError);
      answer.take(told);
      // Nothing was run: the variables cannot be read.
      if (data === undefined) answer.status ??= 400;
    }
    return this.send(answer, reply, { errors: answer.errors, data, extensions });
  }

  /** Nothing was run, or what runs it has failed as a whole. */
  private refuse(answer: Answer, reply: FastifyReply, error: unknown): string {
    answer.take(tellErrors([asGraphqlError(error)], this.parts.formatError));
    answer.status ??= 500;
    return this.send(answer, reply, { errors: answer.errors });
  }

  private send(answer: Answer, reply: FastifyReply, body: object): string {
    for (const rule of this.parts.rules) rule.beforeAnswering?.(answer);
    for (const [name, value] of answer.headers) reply.header(name, value);
    reply.code(answer.status ?? 200);
    // As Apollo Server ends it.
    return `${JSON.stringify(body)}\n`;
  }
}

interface Body {
  query?: unknown;
  operationName?: unknown;
  variables?: unknown;
  extensions?: unknown;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As getOperationAST of graphql-js chooses. */
function operationOf(
  operations: readonly OperationDefinitionNode[],
  name: string | null | undefined,
): OperationDefinitionNode | undefined {
  if (name == null) return operations.length === 1 ? operations[0] : undefined;
  return operations.find((operation) => operation.name?.value === name);
}

class Answer implements GraphqlAnswer {
  readonly method = 'POST';
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly headers = new Map<string, string>();
  status: number | undefined = undefined;
  errors: GraphQLFormattedError[] | undefined = undefined;

  constructor(
    { document, operation }: QuickOperation,
    readonly context: RequestContext,
    readonly schema: GraphQLSchema,
  ) {
    this.document = document;
    this.operation = operation;
  }

  header(name: string, value: string): void {
    this.headers.set(name, value);
  }

  take({ errors, status, headers }: ToldErrors): void {
    this.errors = errors;
    this.status = status;
    for (const [name, value] of headers) this.headers.set(name, value);
  }
}
