// Errors as Apollo Server tells them, for answers that it has no part in: the same form, the same codes, the same HTTP
// status and headers, which its errors carry in `extensions.http`. (@apollo/server 5.5, errorNormalize.ts and
// requestPipeline.ts; it exports none of it. Its own suite runs on both.)

import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import type { FormatError } from './error-masking';

export interface ToldErrors {
  errors: GraphQLFormattedError[];
  status: number | undefined;
  headers: Map<string, string>;
}

export function tellErrors(thrown: readonly unknown[], formatError: FormatError): ToldErrors {
  const told: ToldErrors = { errors: [], status: undefined, headers: new Map() };
  for (const error of thrown) told.errors.push(tellError(error, formatError, told));
  return told;
}

function tellError(thrown: unknown, formatError: FormatError, told: ToldErrors): GraphQLFormattedError {
  try {
    return formatError(formatted(asGraphqlError(thrown), told), thrown);
  } catch {
    return { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  }
}

function formatted(error: GraphQLError, told: ToldErrors): GraphQLFormattedError {
  const { http, ...rest } = error.extensions;
  const extensions = { ...rest, code: rest.code ?? 'INTERNAL_SERVER_ERROR' };
  if (!isHead(http))
    return { ...error.toJSON(), extensions: http === undefined ? extensions : { ...extensions, http } };
  if (http.status) told.status = http.status;
  for (const [name, value] of http.headers ?? []) told.headers.set(name, value);
  return { ...error.toJSON(), extensions };
}

interface Head {
  status?: number;
  headers?: Map<string, string>;
}

function isHead(value: unknown): value is Head {
  if (typeof value !== 'object' || value === null) return false;
  if ('status' in value && typeof value.status !== 'number') return false;
  return !('headers' in value) || value.headers instanceof Map;
}

export function asGraphqlError(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  const error =
    thrown instanceof Error ? thrown : new GraphQLError(`Unexpected error value: ${String(thrown)}`);
  return error instanceof GraphQLError ? error : new GraphQLError(error.message, { originalError: error });
}

const wordsAboutVariables = [
  'has invalid value',
  'got invalid value ',
  'of required type ',
  'of non-null type ',
];

/** What graphql-js says of a variable that cannot be read gets a code. */
export function withCodeOfVariables(error: GraphQLError): GraphQLError {
  const [node, ...others] = error.nodes ?? [];
  if (node?.kind !== Kind.VARIABLE_DEFINITION || others.length > 0) return error;
  if (error.extensions?.code != null) return error;
  const { message, nodes, extensions } = error;
  const rest = message.slice(`Variable "$${node.variable.name.value}" `.length);
  if (!message.startsWith('Variable "$') || !wordsAboutVariables.some((words) => rest.startsWith(words)))
    return error;
  return new GraphQLError(message, {
    nodes,
    originalError: error.originalError ?? error,
    extensions: { ...extensions, code: 'BAD_USER_INPUT' },
  });
}
