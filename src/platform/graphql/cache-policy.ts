// How long a cache between us and the reader may keep an answer. Apollo's own plugin asks every field of every answer
// and costs half of the throughput; here the age is worked out once for each document, from what its fields and types
// declare, and kept as long as the document itself.

import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isIntrospectionType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { RequestRule } from './request-rule';
import { SHARED_SECONDS } from './shared-for';

/**
 * Whatever can hold an article: a withdrawn one must be gone within a second of the origin's own second. For the same
 * reason nothing is served stale while it is fetched anew: a page that is asked for once an hour would show its first
 * reader the answer of an hour ago.
 */
const SECONDS_BY_DEFAULT = 1;

/** A question about the schema alone: it changes when the program does. */
const SCHEMA_SECONDS = 60;

/**
 * Says `public` and the age for what was asked by GET without a credential and answered without an error. Everything
 * else is left to `keepAnswers`, which forbids to keep it.
 */
export const cachePolicy: RequestRule = {
  beforeAnswering(answer) {
    const { method, document, operation, context, errors, schema } = answer;
    if (method !== 'GET' || document === undefined || operation?.operation !== 'query') return;
    if (context.caller.isKnown || errors !== undefined) return;
    answer.header('cache-control', cacheControlFor(sharedSecondsOf(document, schema)));
  },
};

/** Browsers ask again each time, and are mostly told that nothing has changed. */
export function cacheControlFor(sharedSeconds: number): string {
  return `public, max-age=0, s-maxage=${sharedSeconds}`;
}

/** A document that Apollo Server keeps has been checked against one schema, and belongs to it. */
const ages = new WeakMap<DocumentNode, number>();

function sharedSecondsOf(document: DocumentNode, schema: GraphQLSchema): number {
  const age = ages.get(document) ?? shortestAge(document, schema);
  ages.set(document, age);
  return age;
}

/** The shortest of all that the document's operations and fragments select. */
export function shortestAge(document: DocumentNode, schema: GraphQLSchema): number {
  const types = new TypeInfo(schema);
  let shortest = SCHEMA_SECONDS;
  const visitor = visitWithTypeInfo(types, {
    Field() {
      const field = types.getFieldDef();
      const type = getNamedType(types.getType());
      if (!field || !type || isIntrospectionType(type)) return;
      const isOfRoot = types.getParentType() === schema.getQueryType();
      // A plain value is as old as the thing that it is read from.
      const byDefault = (isCompositeType(type) || isOfRoot) && !field.name.startsWith('__');
      const declared =
        field.extensions[SHARED_SECONDS] ??
        (isCompositeType(type) ? type.extensions[SHARED_SECONDS] : undefined);
      if (typeof declared === 'number') shortest = Math.min(shortest, declared);
      else if (byDefault) shortest = Math.min(shortest, SECONDS_BY_DEFAULT);
    },
  });
  visit(document, visitor);
  return shortest;
}
