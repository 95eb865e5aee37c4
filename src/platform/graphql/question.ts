// What a request asks for: a POST in its body, a GET in its address. Whatever is wrong or unusual about it is Apollo
// Server's to tell.

import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';

/** What a request asks for, before any of it has been looked at. */
export interface Question {
  query?: unknown;
  operationName?: unknown;
  variables?: unknown;
  extensions?: unknown;
}

/** Undefined where Apollo Server is to look at it. */
export function questionIn({ method, headers, body, url }: FastifyRequest): Question | undefined {
  if (method === 'GET') return isPreflighted(headers) ? questionInAddress(url) : undefined;
  return method === 'POST' && isObject(body) && isJson(headers) ? body : undefined;
}

/** Fastify has read bodies of these forms only; what names these, no page of another origin can send unasked. */
const jsonTypes = new Set([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
]);

function isJson(headers: IncomingHttpHeaders): boolean {
  return jsonTypes.has(headers['content-type'] ?? '');
}

/**
 * Whether a GET has come with something that a page of another origin can send only after a preflight: one of the
 * headers that Apollo Server takes for that, or a type of content that is no form's.
 */
export function isPreflighted(headers: IncomingHttpHeaders): boolean {
  if (headers['content-type'] !== undefined) return isJson(headers);
  return isSaid(headers['apollo-require-preflight']) || isSaid(headers['x-apollo-operation-name']);
}

function isSaid(value: string | string[] | undefined): boolean {
  return value !== undefined && value.length > 0;
}

/** As a POST would say it in its body; undefined for an address that asks for nothing, or not in this way. */
function questionInAddress(url: string): Question | undefined {
  const mark = url.indexOf('?');
  if (mark === -1) return undefined;
  const parameters = new URLSearchParams(url.slice(mark + 1));
  const question: Question = {};
  for (const name of ['query', 'operationName'] as const) {
    const [value, ...others] = parameters.getAll(name);
    if (others.length > 0) return undefined;
    if (value !== undefined) question[name] = value;
  }
  for (const name of ['variables', 'extensions'] as const) {
    const [text, ...others] = parameters.getAll(name);
    if (others.length > 0) return undefined;
    const value = text === undefined ? undefined : objectIn(text);
    if (text !== undefined && value === undefined) return undefined;
    question[name] = value;
  }
  return question;
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
