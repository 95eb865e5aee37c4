// Answers to what has been asked before, without Apollo Server. Its pipeline parses headers, makes hashes, copies
// contexts and waits for hooks, promise after promise, which takes three times as long as to run a small operation.
// For a document that it has parsed and found valid once, none of that is needed: the text itself says which one it is,
// and the rules of requests (request-rule.ts) hold here as they hold there. Whatever is unusual about a request is left
// to Apollo Server, before anything has been done for it: documents that are new, forms other than JSON, hashes to be
// registered, operations that are not there, mutations by GET, addresses that cannot be read, answers in a form that it
// has not yet been seen to choose.

import type { FastifyReply, FastifyRequest } from 'fastify';
import type {
  DocumentNode,
  ExecutionResult,
  GraphQLFormattedError,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { sayHeader } from '../http/keep-answers';
import type { FormatError } from './error-masking';
import type { AskedOperation } from './jit-executor';
import type { ParsedDocuments } from './parsed-documents';
import type { RequestContext } from './per-request';
import { isObject, type Question, questionIn } from './question';
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
  readonly method: 'GET' | 'POST';
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown> | undefined;
}

/** How an answer is to be sent, and whether it may be sent again. */
export interface Sending {
  reply: FastifyReply;
  contentType: string;
  keep?: ((answer: AnswerToKeep, text: string) => void) | undefined;
}

export class QuickAnswers {
  constructor(private readonly parts: QuickParts) {}

  operationIn(request: FastifyRequest): QuickOperation | undefined {
    const question = questionIn(request);
    if (question === undefined) return undefined;
    const { operationName, variables } = question;
    if (operationName != null && typeof operationName !== 'string') return undefined;
    if (variables != null && !isObject(variables)) return undefined;
    const text = this.textIn(question);
    const parsed = text === undefined ? undefined : this.parts.documents.of(text);
    const operation = parsed === undefined ? undefined : operationOf(parsed.operations, operationName);
    if (parsed === undefined || operation === undefined || operation.operation === 'subscription')
      return undefined;
    const method = request.method === 'GET' ? 'GET' : 'POST';
    if (method === 'GET' && operation.operation !== 'query') return undefined;
    return {
      method,
      document: parsed.document,
      operation,
      operationName: operationName ?? undefined,
      variables: variables ?? undefined,
    };
  }

  /** Says the status and the headers to `reply`, and gives the body. */
  answer(asked: QuickOperation, context: RequestContext, sending: Sending): string | Promise<string> {
    const answer = new Answer(asked, context, this.parts.schema);
    answer.headers.set('content-type', sending.contentType);
    const { rules, execute } = this.parts;
    for (const rule of rules) rule.requestCame?.(context);
    try {
      const { document, operation, operationName, variables } = asked;
      const about: AskedFor = { document, operation, operationName, variables, context };
      for (const rule of rules) rule.beforeRunning?.(about);
      const result = execute({ document, operationName, variables, context });
      if (!(result instanceof Promise)) return this.finish(answer, sending, result);
      return result.then(
        (settled) => this.finish(answer, sending, settled),
        (error) => this.refuse(answer, sending, error),
      );
    } catch (error) {
      return this.refuse(answer, sending, error);
    }
  }

  private textIn({ query, extensions }: Question): string | undefined {
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

  private finish(answer: Answer, sending: Sending, result: Result): string {
    const { data, extensions } = result;
    if (result.errors !== undefined) {
      const told = tellErrors(result.errors.map(withCodeOfVariables), this.parts.formatError);
      answer.take(told);
      // Nothing was run: the variables cannot be read.
      if (data === undefined) answer.status ??= 400;
    }
    return this.send(answer, sending, { errors: answer.errors, data, extensions });
  }

  /** Nothing was run, or what runs it has failed as a whole. */
  private refuse(answer: Answer, sending: Sending, error: unknown): string {
    answer.take(tellErrors([asGraphqlError(error)], this.parts.formatError));
    answer.status ??= 500;
    return this.send(answer, sending, { errors: answer.errors });
  }

  private send(answer: Answer, { reply, keep }: Sending, body: object): string {
    for (const rule of this.parts.rules) rule.beforeAnswering?.(answer);
    // As Apollo Server ends it.
    const text = `${JSON.stringify(body)}\n`;
    keep?.(answer, text);
    for (const [name, value] of answer.headers) sayHeader(reply, name, value);
    reply.code(answer.status ?? 200);
    return text;
  }
}

/** As getOperationAST of graphql-js chooses. */
function operationOf(
  operations: readonly OperationDefinitionNode[],
  name: string | null | undefined,
): OperationDefinitionNode | undefined {
  if (name == null) return operations.length === 1 ? operations[0] : undefined;
  return operations.find((operation) => operation.name?.value === name);
}

/** About to be sent, with all that rules have said to it. */
export interface AnswerToKeep extends GraphqlAnswer {
  readonly headers: Map<string, string>;
}

class Answer implements AnswerToKeep {
  readonly method: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly headers = new Map<string, string>();
  status: number | undefined = undefined;
  errors: GraphQLFormattedError[] | undefined = undefined;

  constructor(
    { method, document, operation }: QuickOperation,
    readonly context: RequestContext,
    readonly schema: GraphQLSchema,
  ) {
    this.method = method;
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
