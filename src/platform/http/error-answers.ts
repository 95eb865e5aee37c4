// What goes wrong before GraphQL is reached is answered in GraphQL's own shape, so that a client reads one kind of
// error.

import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { MostreadError, RequestRefused } from '../errors';
import type { Log } from '../log/log';

const codesByStatus: Record<number, string> = {
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  413: 'BODY_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

export function answerErrors(fastify: FastifyInstance, log: Log): void {
  fastify.setNotFoundHandler((request, reply) =>
    answer(reply, 404, 'NOT_FOUND', `There is nothing at ${request.method} ${request.url.split('?', 1)[0]}.`),
  );
  fastify.setErrorHandler((error: FastifyError, _request, reply) => answerError(error, reply, log));
}

export function answerError(error: FastifyError, reply: FastifyReply, log: Log): FastifyReply {
  if (error instanceof RequestRefused) {
    const { status, headers, code, message, retryable, details } = error;
    return answer(reply.headers(headers), status, code, message, { retryable, ...details });
  }
  if (error instanceof MostreadError) {
    return answer(reply, error.retryable ? 503 : 400, error.code, error.message);
  }
  const status = statusOf(error);
  if (status < 500) return answer(reply, status, codesByStatus[status] ?? 'BAD_REQUEST', wordsFor(error));
  log.error({ err: error }, 'a request failed by accident');
  return answer(reply, 500, 'INTERNAL_SERVER_ERROR', 'Internal error');
}

function statusOf(error: FastifyError): number {
  // The GraphQL integration builds a URL from the Host header, and a header such as "a b" makes none.
  if (error.code === 'ERR_INVALID_URL') return 400;
  return error.statusCode ?? 500;
}

const wordsByCode: Record<string, string> = {
  ERR_INVALID_URL: 'The Host header or the URL of the request is not valid.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'Invalid JSON: the body of the request cannot be parsed.',
};

function wordsFor(error: FastifyError): string {
  return wordsByCode[error.code] ?? error.message;
}

function answer(
  reply: FastifyReply,
  status: number,
  code: string,
  message: string,
  more: object = {},
): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .send({
      errors: [{ message: message || (STATUS_CODES[status] ?? 'Error'), extensions: { code, ...more } }],
    });
}
