// What a page sends with `navigator.sendBeacon` when its reader turns to another: one view or a list of them, in the
// shape of RecordViewInput.

import { z } from 'zod';
import { isCleanText } from '../platform/graphql/text-input';
import type { ReportedByClient } from './report-views';
import { Rail, ViewSource } from './view-source';
import { MalformedBeacon } from './views.errors';

const VIEWS_A_BEACON_MAX = 20;

const text = z.string().refine(isCleanText, 'holds a character that cannot be part of a text');
const view = z.strictObject({
  articleId: text,
  visitor: text.nullish(),
  eventId: text.nullish(),
  occurredAt: z.iso.datetime({ offset: true }).nullish(),
  source: z.enum(ViewSource).nullish(),
  rail: z.enum(Rail).nullish(),
  slot: z.int().nullish(),
  referrer: text.nullish(),
});
const views = z.array(view).min(1).max(VIEWS_A_BEACON_MAX);

/** @throws MalformedBeacon naming what is wrong first */
export function viewsOfBeacon(body: string): ReportedByClient[] {
  const parsed = parsedJson(body);
  const checked = views.safeParse(Array.isArray(parsed) ? parsed : [parsed]);
  if (!checked.success) throw new MalformedBeacon(firstMistake(checked.error, Array.isArray(parsed)));
  return checked.data.map(({ visitor, occurredAt, referrer, ...report }) => ({
    visitor: visitor ?? undefined,
    referrer: referrer ?? undefined,
    report: {
      articleId: report.articleId,
      eventId: report.eventId ?? undefined,
      occurredAtMs: occurredAt ? Date.parse(occurredAt) : undefined,
      source: report.source ?? undefined,
      rail: report.rail ?? undefined,
      slot: report.slot ?? undefined,
    },
  }));
}

function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new MalformedBeacon('it is no JSON');
  }
}

function firstMistake(error: z.ZodError, isList: boolean): string {
  const [issue] = error.issues;
  const path = (isList ? issue?.path : issue?.path.slice(1)) ?? [];
  return path.length === 0 ? (issue?.message ?? '') : `${path.join('.')}: ${issue?.message}`;
}
