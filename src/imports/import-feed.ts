// One feed into the newsroom. The same feed twice adds nothing: items are known by (feed, id). A batch is written whole
// or not at all, so an import that was cut short is completed by doing it again.

import type { ArticleDraft } from '../publishing/article-draft';
import type { WriteOutcome } from '../publishing/write-articles';
import {
  type DateTrouble,
  type DraftedFeed,
  type DraftRules,
  draftArticles,
  type SkipReason,
} from './draft-articles';
import { type ReadRules, readFeed } from './read-feed';

/** What one transaction of the writer takes. */
const BATCH = 100;

export interface ImportParts {
  /** In one transaction. */
  write(drafts: readonly ArticleDraft[]): Promise<Pick<WriteOutcome, 'outcome'>[]>;
  /** When articles that were imported before were published, by their id in the source. */
  publishedBefore(source: string, externalIds: readonly string[]): Promise<Map<string, Date>>;
}

export interface ImportRules extends ReadRules {
  section: DraftRules['section'];
  language: DraftRules['language'];
  /** Called after each batch. */
  progress?: (done: number, all: number) => void;
  /** When it says so, no further batch is begun. */
  isStopped?: () => boolean;
}

export interface ImportReport {
  place: string;
  section: DraftedFeed['section'];
  added: number;
  updated: number;
  unchanged: number;
  /** Different in the feed, and left as an editor has changed them here. */
  kept: number;
  /** Items that were not reached: the import was stopped. */
  left: number;
  skipped: Map<SkipReason, number>;
  /** Articles that are dated by their first import. */
  datedByImport: Map<DateTrouble, number>;
}

/** Reads without writing. `added` is then the number of articles that would be written. */
export async function tryFeed(place: string, rules: ImportRules): Promise<ImportReport> {
  const drafted = await draftFeed(place, rules);
  return { ...emptyReport(place, drafted), added: drafted.drafts.length };
}

/** @throws FeedRefused before anything is written. */
export async function importFeed(
  place: string,
  parts: ImportParts,
  rules: ImportRules,
): Promise<ImportReport> {
  const drafted = await draftFeed(place, rules);
  const report = emptyReport(place, drafted);
  const { drafts } = drafted;
  rules.progress?.(0, drafts.length);
  for (let start = 0; start < drafts.length; start += BATCH) {
    if (rules.isStopped?.()) {
      report.left = drafts.length - start;
      break;
    }
    const batch = await withKnownDates(drafts.slice(start, start + BATCH), drafted, parts);
    for (const { outcome } of await parts.write(batch)) {
      if (outcome === 'ADDED') report.added++;
      else if (outcome === 'UPDATED') report.updated++;
      else if (outcome === 'KEPT') report.kept++;
      else report.unchanged++;
    }
    rules.progress?.(Math.min(start + BATCH, drafts.length), drafts.length);
  }
  return report;
}

async function draftFeed(place: string, rules: ImportRules): Promise<DraftedFeed> {
  const feed = await readFeed(place, rules);
  const { section, language, clock } = rules;
  return draftArticles(feed, { place, nowMs: clock.nowMs(), section, language });
}

function emptyReport(place: string, drafted: DraftedFeed): ImportReport {
  const datedByImport = new Map<DateTrouble, number>();
  for (const trouble of drafted.undated.values())
    datedByImport.set(trouble, (datedByImport.get(trouble) ?? 0) + 1);
  return {
    place,
    section: drafted.section,
    added: 0,
    updated: 0,
    unchanged: 0,
    kept: 0,
    left: 0,
    skipped: drafted.skipped,
    datedByImport,
  };
}

/** An item without a date of its own was published when it was first seen, and stays so. */
async function withKnownDates(
  batch: ArticleDraft[],
  { source, undated }: DraftedFeed,
  parts: ImportParts,
): Promise<ArticleDraft[]> {
  const ids = batch.map(({ externalId }) => externalId).filter((id) => undated.has(id));
  if (ids.length === 0) return batch;
  const known = await parts.publishedBefore(source, ids);
  return batch.map((draft) => {
    const publishedAt = undated.has(draft.externalId) ? known.get(draft.externalId) : undefined;
    return publishedAt === undefined ? draft : { ...draft, publishedAt };
  });
}
