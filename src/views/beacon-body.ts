// What a page sends with `navigator.sendBeacon` when its reader turns to another: one report or a list of them, in the
// shape of RecordViewInput; with `type` ENGAGEMENT or IMPRESSIONS in that of RecordEngagementInput or
// RecordImpressionsInput.

import { z } from 'zod';
import { isCleanText } from '../platform/graphql/text-input';
import type { ReportedByClient } from './report-views';
import type { ReportedVariant } from './reported-variant';
import { Rail, ViewSource } from './view-source';
import { MalformedBeacon } from './views.errors';

const REPORTS_A_BEACON_MAX = 20;

const text = z.string().refine(isCleanText, 'holds a character that cannot be part of a text');
const experiment = z.strictObject({ token: text, bucket: z.int() }).nullish();
const view = z.strictObject({
  type: z.literal('VIEW').default('VIEW'),
  articleId: text,
  visitor: text.nullish(),
  eventId: text.nullish(),
  occurredAt: z.iso.datetime({ offset: true }).nullish(),
  source: z.enum(ViewSource).nullish(),
  rail: z.enum(Rail).nullish(),
  slot: z.int().nullish(),
  experiment,
  referrer: text.nullish(),
  pageUrl: text.nullish(),
});
const common = {
  visitor: text.nullish(),
  eventId: text,
  occurredAt: z.iso.datetime({ offset: true }).nullish(),
};
const engagement = z.strictObject({
  ...common,
  type: z.literal('ENGAGEMENT'),
  articleId: text,
  seconds: z.number(),
});
const impressions = z.strictObject({
  ...common,
  type: z.literal('IMPRESSIONS'),
  rail: z.enum(Rail),
  shown: z.array(z.strictObject({ articleId: text, slot: z.int() })),
  experiment,
});
const shapes = { VIEW: view, ENGAGEMENT: engagement, IMPRESSIONS: impressions } as const;

interface OfBeacon {
  visitor: string | undefined;
  eventId: string;
  occurredAtMs: number | undefined;
}
export interface EngagementOfBeacon extends OfBeacon {
  articleId: string;
  seconds: number;
}
export interface ImpressionsOfBeacon extends OfBeacon {
  rail: Rail;
  shown: { articleId: string; slot: number }[];
  experiment: ReportedVariant | undefined;
}
export interface BeaconReports {
  views: ReportedByClient[];
  engagement: EngagementOfBeacon[];
  impressions: ImpressionsOfBeacon[];
}

/** @throws MalformedBeacon naming what is wrong first */
export function reportsOfBeacon(body: string): BeaconReports {
  const parsed = parsedJson(body);
  const list = z.array(z.unknown()).min(1).max(REPORTS_A_BEACON_MAX);
  const listed = list.safeParse(Array.isArray(parsed) ? parsed : [parsed]);
  if (!listed.success) throw new MalformedBeacon(firstMistake(listed.error, []));
  const reports: BeaconReports = { views: [], engagement: [], impressions: [] };
  listed.data.forEach((one, index) => {
    const type = (one as { type?: keyof typeof shapes } | null)?.type;
    const shape = (typeof type === 'string' && Object.hasOwn(shapes, type) && shapes[type]) || view;
    const checked = shape.safeParse(one);
    if (!checked.success) {
      throw new MalformedBeacon(firstMistake(checked.error, Array.isArray(parsed) ? [index] : []));
    }
    add(reports, checked.data);
  });
  return reports;
}

function add(
  { views, engagement: beats, impressions: rails }: BeaconReports,
  report: z.infer<typeof view> | z.infer<typeof engagement> | z.infer<typeof impressions>,
): void {
  const visitor = report.visitor ?? undefined;
  const occurredAtMs = report.occurredAt ? Date.parse(report.occurredAt) : undefined;
  if (report.type === 'VIEW') views.push(viewOf(report, { visitor, occurredAtMs }));
  else if (report.type === 'ENGAGEMENT') beats.push({ ...report, visitor, occurredAtMs });
  else rails.push({ ...report, visitor, occurredAtMs, experiment: report.experiment ?? undefined });
}

function viewOf(
  { articleId, eventId, source, rail, slot, referrer, pageUrl, experiment: shown }: z.infer<typeof view>,
  { visitor, occurredAtMs }: Pick<OfBeacon, 'visitor' | 'occurredAtMs'>,
): ReportedByClient {
  return {
    visitor,
    referrer: referrer ?? undefined,
    pageUrl: pageUrl ?? undefined,
    report: {
      ...{ articleId, occurredAtMs },
      eventId: eventId ?? undefined,
      source: source ?? undefined,
      rail: rail ?? undefined,
      slot: slot ?? undefined,
      experiment: shown ?? undefined,
    },
  };
}

function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new MalformedBeacon('it is no JSON');
  }
}

function firstMistake(error: z.ZodError, within: readonly PropertyKey[]): string {
  const [issue] = error.issues;
  const path = [...within, ...(issue?.path ?? [])];
  return path.length === 0 ? (issue?.message ?? '') : `${path.map(String).join('.')}: ${issue?.message}`;
}
