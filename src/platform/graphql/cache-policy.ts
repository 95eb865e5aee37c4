// How long a cache between us and the reader may keep an answer. Apollo's own plugin asks every field of every answer
// and costs half of the throughput; here the age is worked out once for each document, from what its fields and types
// declare, and kept as long as the document itself.
//
// Lists that are computed ahead are older than the answer that shows them, and the answer says so: `Age` is the age of
// the lists, as of anything that was made before it was asked for (RFC 9111, 5.1). A shared cache adds its own time to
// it, so none shows a list that was computed longer ago than `s-maxage` allows; and where ranking stands still, none
// keeps lists at all, and each of its readers learns from `Age` how old they are.

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
import type { Clock } from '../clock';
import type { RequestContext } from './per-request';
import { type PrivacySignals, varyOf } from './privacy-signals';
import type { GraphqlAnswer, RequestRule } from './request-rule';
import { COMPUTED_AHEAD, SHARED_SECONDS } from './shared-for';

/**
 * Whatever can hold an article: a withdrawn one must be gone within a second of the origin's own second. For the same
 * reason nothing is served stale while it is fetched anew: a page that is asked for once an hour would show its first
 * reader the answer of an hour ago.
 */
const SECONDS_BY_DEFAULT = 1;

/** A question about the schema alone: it changes when the program does. */
const SCHEMA_SECONDS = 60;

/** When the lists were computed that answers are made of. */
export interface ListTimes {
  /** Undefined where there are none yet. */
  computedAtMs(): number | undefined;
  clock: Pick<Clock, 'nowMs'>;
}

/** Where a request keeps when the lists were computed that it found. */
const listsAt = Symbol('listsAt');
/** Where it keeps that its answer is for whoever asked. */
const forOneAlone = Symbol('forOneAlone');

/** For what depends on more than the address and the credential: no cache keeps it, and nobody else is given it. */
export function answerForOneAlone({ memory }: Pick<RequestContext, 'memory'>): void {
  memory.set(forOneAlone, true);
}

/**
 * Says `public` and the age for what was asked by GET without a credential and answered without an error. Everything
 * else is left to `keepAnswers`, which forbids to keep it.
 */
export function cachePolicy(lists?: ListTimes, privacy?: PrivacySignals): RequestRule {
  return {
    beforeRunning({ context }) {
      // Lists that come while it runs are younger: what it says is never too little.
      if (lists !== undefined) context.memory.set(listsAt, lists.computedAtMs());
    },
    beforeAnswering(answer) {
      const { method, document, operation, context, errors, schema } = answer;
      if (method !== 'GET' || document === undefined || operation?.operation !== 'query') return;
      if (context.caller.isKnown || errors !== undefined || context.memory.has(forOneAlone)) return;
      answer.header('cache-control', cacheControlFor(sharingOf(document, schema).seconds));
      const vary = varyOf(context, privacy);
      if (vary !== undefined) answer.header('vary', vary);
      const listsAtMs = listsAtMsOf(answer);
      if (lists !== undefined && listsAtMs !== undefined) answer.header('age', ageOf(listsAtMs, lists));
    },
  };
}

/** When the lists that it shows were computed, if it shows any. */
export function listsAtMsOf({ document, schema, context }: GraphqlAnswer): number | undefined {
  if (document === undefined || !sharingOf(document, schema).showsLists) return undefined;
  return context.memory.get(listsAt) as number | undefined;
}

export function ageOf(computedAtMs: number, { clock }: ListTimes): string {
  return String(Math.max(0, Math.floor((clock.nowMs() - computedAtMs) / 1_000)));
}

/** Browsers ask again each time, and are mostly told that nothing has changed. */
export function cacheControlFor(sharedSeconds: number): string {
  return `public, max-age=0, s-maxage=${sharedSeconds}`;
}

interface Sharing {
  /** The shortest age of all that the document's operations and fragments select. */
  seconds: number;
  /** Whether any of it is a list that is computed ahead. */
  showsLists: boolean;
}

/** A document that Apollo Server keeps has been checked against one schema, and belongs to it. */
const sharings = new WeakMap<DocumentNode, Sharing>();

function sharingOf(document: DocumentNode, schema: GraphQLSchema): Sharing {
  const known = sharings.get(document);
  if (known !== undefined) return known;
  const sharing = readSharing(document, schema);
  sharings.set(document, sharing);
  return sharing;
}

export function readSharing(document: DocumentNode, schema: GraphQLSchema): Sharing {
  const types = new TypeInfo(schema);
  const sharing = { seconds: SCHEMA_SECONDS, showsLists: false };
  const visitor = visitWithTypeInfo(types, {
    Field() {
      const field = types.getFieldDef();
      const type = getNamedType(types.getType());
      if (!field || !type || isIntrospectionType(type)) return;
      const isOfRoot = types.getParentType() === schema.getQueryType();
      // A plain value is as old as the thing that it is read from.
      const byDefault = (isCompositeType(type) || isOfRoot) && !field.name.startsWith('__');
      const ofType = isCompositeType(type) ? type.extensions : {};
      const declared = field.extensions[SHARED_SECONDS] ?? ofType[SHARED_SECONDS];
      if (typeof declared === 'number') sharing.seconds = Math.min(sharing.seconds, declared);
      else if (byDefault) sharing.seconds = Math.min(sharing.seconds, SECONDS_BY_DEFAULT);
      if (ofType[COMPUTED_AHEAD] === true) sharing.showsLists = true;
    },
  });
  visit(document, visitor);
  return sharing;
}
