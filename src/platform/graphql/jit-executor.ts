// Runs documents for Apollo Server: those that are asked for again and again as code that graphql-jit has made of them,
// all others by graphql-js. It stands where Apollo expects the gateway to other servers, which is the one place where
// it lets somebody else run a query and still does everything else itself: hooks, errors, limits.

import type {
  GatewayExecutionResult,
  GatewayGraphQLRequestContext,
  GatewayInterface,
} from '@apollo/server-gateway-interface';
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  printSchema,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { isCompilable } from './compilable';

/** Of a document: compiling costs as much as some twenty runs of it, so what is asked for once is not compiled. */
const COMPILE_AT_USE = 3;
/** Each holds some 80 KB of code, the article page more. */
const COMPILED_AT_MOST = 300;
/** With its document, which takes some 120 bytes of memory for each of its characters; the article page has 2,000. */
const COMPILED_CHARACTERS_AT_MOST = 1_000_000;

type Run = CompiledQuery['query'];
type Result = ExecutionResult<Record<string, unknown>, Record<string, unknown>>;

export interface AskedOperation {
  document: DocumentNode;
  operationName: string | null | undefined;
  variables: Record<string, unknown> | undefined;
  context: unknown;
}

export class JitExecutor implements GatewayInterface {
  /** Keeps no document: Apollo Server does, as many as it has room for. */
  private readonly uses = new WeakMap<DocumentNode, number>();
  private readonly compiled = new LRUCache<DocumentNode, Run>({
    max: COMPILED_AT_MOST,
    maxSize: COMPILED_CHARACTERS_AT_MOST,
    sizeCalculation: (_run, { loc }) => Math.max(1, loc?.end ?? 0),
  });
  private readonly strange = new WeakSet<DocumentNode>();

  constructor(private readonly schema: GraphQLSchema) {}

  // Apollo's contract: the schema is handed over once, at the start.
  onSchemaLoadOrUpdate(take: Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0]): () => void {
    take({ apiSchema: this.schema, coreSupergraphSdl: printSchema(this.schema) });
    return () => undefined;
  }

  async load() {
    return { executor: (asked: GatewayGraphQLRequestContext) => this.executeFor(asked) };
  }

  async stop(): Promise<void> {}

  compiledCount(): number {
    return this.compiled.size;
  }

  // The context of the request is called `context` here, not `contextValue`.
  private async executeFor(asked: GatewayGraphQLRequestContext): Promise<GatewayExecutionResult> {
    const { document, request, context } = asked;
    const { operationName, variables } = request;
    return this.execute({ document, operationName, variables, context }) as Promise<GatewayExecutionResult>;
  }

  execute(asked: AskedOperation): Promise<Result> | Result {
    const run = this.runOf(asked.document);
    if (run === undefined) return this.interpret(asked);
    const result = run(undefined, asked.context, asked.variables ?? {}) as Promise<Result> | Result;
    return result instanceof Promise
      ? result.then((settled) => this.finished(settled, asked))
      : this.finished(result, asked);
  }

  private finished(result: Result, asked: AskedOperation): Promise<Result> | Result {
    if (result.errors === undefined) return result;
    // Nothing has been run: the variables are wrong. graphql-js says it in its own words.
    if (!('data' in result)) return this.interpret(asked);
    return { ...result, errors: result.errors.map(asApolloExpects) };
  }

  private interpret({
    document,
    operationName,
    variables,
    context,
  }: AskedOperation): Promise<Result> | Result {
    return execute({
      schema: this.schema,
      document,
      contextValue: context,
      variableValues: variables,
      operationName,
    }) as Promise<Result> | Result;
  }

  private runOf(document: DocumentNode): Run | undefined {
    const known = this.compiled.get(document);
    if (known !== undefined || this.strange.has(document)) return known;
    const uses = (this.uses.get(document) ?? 0) + 1;
    this.uses.set(document, uses);
    return uses < COMPILE_AT_USE ? undefined : this.compile(document);
  }

  private compile(document: DocumentNode): Run | undefined {
    this.uses.delete(document);
    const compiled = isCompilable(this.schema, document)
      ? compileQuery(this.schema, document, undefined, { disablingCapturingStackErrors: true })
      : undefined;
    if (compiled === undefined || !isCompiledQuery(compiled)) {
      this.strange.add(document);
      return undefined;
    }
    this.compiled.set(document, compiled.query);
    return compiled.query;
  }
}

/**
 * An error of graphql-jit may have no extensions, which Apollo trips over, and no origin where graphql-js has one: what
 * a field gave and its type refused is an accident of ours, to be masked like any other.
 */
function asApolloExpects(error: GraphQLError): GraphQLError {
  const { locations, path } = error;
  // Of a field that stands in the document twice it names both.
  const message = error.message.replace(/\((\w+)(?:,\w+)+\)\.$/, '$1.');
  const originalError = error.originalError ?? new Error(message);
  const told = new GraphQLError(message, { path, originalError });
  return Object.defineProperty(told, 'locations', { value: locations, enumerable: true });
}
