// What a client may see of an error: the errors of this program with their code and field, what GraphQL itself says
// about the query, and nothing else. Every other error is an accident: it gets an id, which the client sees, and the
// log keeps it whole under that id.

import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { MostreadError } from '../errors';
import type { Log } from '../log/log';
import { DocumentTooLong } from './graphql.errors';
import { storeTroubleOf } from './store-trouble';

// The codes that Apollo Server, and our own checks before it, give to what is wrong with a request.
const requestCodes = new Set([
  'QUERY_TOO_LARGE',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'PERSISTED_QUERY_HASH_MISMATCH',
]);

// What Apollo Server says of a persisted query without a code.
const codesOfWords = new Map([
  ['provided sha does not match query', 'PERSISTED_QUERY_HASH_MISMATCH'],
  ['Unsupported persisted query version', 'PERSISTED_QUERY_NOT_SUPPORTED'],
]);

/** All that graphql-js tells of its parser's limit ("that" is its own word); its message names no way on. */
const tooManyTokens = /^Syntax Error: Document contains more (?:that|than) (\d+) tokens\./;

export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

export function maskErrors(log: Log): FormatError {
  // A loader hands one and the same error to each field that asked: it is logged once.
  const ids = new WeakMap<object, string>();

  return (formatted, error) => {
    const origin = originOf(error);
    const known = origin instanceof MostreadError ? origin : storeTroubleOf(origin);
    if (known !== undefined) {
      if (known.retryable) log.debug({ err: known.cause ?? known, path: formatted.path }, known.message);
      return { ...formatted, message: known.message, extensions: extensionsOf(known) };
    }
    const code = origin instanceof GraphQLError ? codesOfWords.get(origin.message) : undefined;
    if (code !== undefined) return { ...formatted, extensions: { ...formatted.extensions, code } };
    if (isAboutTheQuery(formatted, origin)) return withCode(formatted);
    const id = idOf(origin, ids, (newId) =>
      log.error({ err: origin, errorId: newId, path: formatted.path }, 'a field failed by accident'),
    );
    return {
      ...formatted,
      message: 'Internal error',
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId: id, retryable: false },
    };
  };
}

/** An error of ours keeps its code also where a rule of validation has reported it. */
function originOf(error: unknown): unknown {
  if (error instanceof GraphQLError && error.originalError instanceof MostreadError)
    return error.originalError;
  const origin = unwrapResolverError(error);
  const tokens = origin instanceof GraphQLError ? tooManyTokens.exec(origin.message)?.[1] : undefined;
  return tokens === undefined ? origin : new DocumentTooLong(Number(tokens));
}

export function extensionsOf(error: MostreadError): Record<string, unknown> {
  const extensions: Record<string, unknown> = {
    code: error.code,
    retryable: error.retryable,
    ...error.details,
  };
  if (error.field !== undefined) extensions.field = error.field;
  return extensions;
}

/**
 * graphql-js says where in the query it found fault; a value of ours that it cannot show (a text as an Int, null where
 * there must be something) has no place in the query, and its message would give the value away.
 */
function isAboutTheQuery(formatted: GraphQLFormattedError, origin: unknown): boolean {
  if (requestCodes.has(String(formatted.extensions?.code))) return true;
  return (
    origin instanceof GraphQLError && (origin.nodes?.length ?? 0) > 0 && origin.originalError === undefined
  );
}

function withCode(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { code, ...rest } = formatted.extensions ?? {};
  const shown = requestCodes.has(String(code)) ? code : 'BAD_USER_INPUT';
  const field = shown === 'BAD_USER_INPUT' && !('field' in rest) ? variableIn(formatted.message) : undefined;
  const extensions = { code: shown, ...rest, ...(field !== undefined && { field, retryable: false }) };
  return { ...formatted, extensions };
}

/** graphql-js names a variable that it cannot read in its message alone: "input.publishAt", behind the value itself. */
function variableIn(message: string): string | undefined {
  const found = /^Variable "\$(\w+)"(?: got invalid value [\s\S]* at "([^"]+)"; )?/.exec(message);
  return found?.[2] ?? found?.[1];
}

function idOf(origin: unknown, ids: WeakMap<object, string>, log: (id: string) => void): string {
  const key = typeof origin === 'object' && origin !== null ? origin : undefined;
  const known = key === undefined ? undefined : ids.get(key);
  if (known !== undefined) return known;
  const id = randomUUID();
  if (key !== undefined) ids.set(key, id);
  log(id);
  return id;
}
