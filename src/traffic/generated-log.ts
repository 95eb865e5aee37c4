// A log of readers by chance, as replay reads it. Beside each page stand two rails: what has been read most in the last
// minutes, and what is newest; clicks on them fall with the place, as one over it.

import { generateVisits, type TrafficRules, type Visit } from './generate';
import { NO_RAILS, type ShownRails } from './onward-choice';
import type { Story } from './story-interest';

export type GeneratedFormat = 'tsv' | 'ndjson';

export interface GeneratedView {
  timestamp: number;
  visitor: string;
  article: string;
  source: string;
  rail: string | undefined;
  slot: number | undefined;
}

export interface GeneratedLogRules {
  traffic: TrafficRules;
  stories: readonly Story[];
  endMs: number;
}

const columns = ['timestamp', 'visitor', 'article', 'source', 'rail', 'slot'] as const;
const PLACES = 5;
const HALF_LIFE_MS = 8 * 60_000;
const RENEW_RAILS_EVERY_MS = 10_000;

export function* generatedViews({ traffic, stories, endMs }: GeneratedLogRules): Generator<GeneratedView> {
  const rails = new ShownToReaders(stories);
  for (const visit of generateVisits(traffic, { stories, endMs, railsOn: ({ atMs }) => rails.at(atMs) })) {
    rails.read(visit);
    yield generatedView(visit);
  }
}

export function generatedView({ atMs, visitor, story, source, rail, slot }: Visit): GeneratedView {
  return {
    timestamp: Math.floor(atMs),
    visitor: visitor.id.replaceAll(' ', '-'),
    article: story.id,
    source: source.toLowerCase(),
    rail: rail?.toLowerCase(),
    slot,
  };
}

/** Of TSV, what stands before the first line. */
export function headerOf(format: GeneratedFormat): string {
  return format === 'tsv' ? `${columns.join('\t')}\n` : '';
}

export function lineOf(view: GeneratedView, format: GeneratedFormat): string {
  if (format === 'ndjson') return `${JSON.stringify(view)}\n`;
  return `${columns.map((column) => view[column] ?? '').join('\t')}\n`;
}

/** What a page shows at its side: the rails of an invented newsroom, which keeps no more than it needs for them. */
class ShownToReaders {
  private readonly readings = new Map<string, { worth: number; atMs: number }>();
  private readonly byAge: readonly Story[];
  private shown: ShownRails = NO_RAILS;
  private renewedMs = -Infinity;

  constructor(stories: readonly Story[]) {
    this.byAge = [...stories].sort((a, b) => b.publishedAtMs - a.publishedAtMs);
  }

  read({ story, atMs }: Visit): void {
    const known = this.readings.get(story.id);
    const worth = 1 + (known === undefined ? 0 : decayed(known, atMs));
    this.readings.set(story.id, { worth, atMs });
  }

  at(atMs: number): ShownRails {
    if (atMs - this.renewedMs < RENEW_RAILS_EVERY_MS) return this.shown;
    this.renewedMs = atMs;
    const read = [...this.readings].map(([id, reading]) => ({ id, worth: decayed(reading, atMs) }));
    read.sort((a, b) => b.worth - a.worth || (a.id < b.id ? -1 : 1));
    const newest: string[] = [];
    for (const { id, publishedAtMs } of this.byAge) {
      if (newest.length === PLACES) break;
      if (publishedAtMs <= atMs) newest.push(id);
    }
    this.shown = { ...NO_RAILS, popularNow: read.slice(0, PLACES).map(({ id }) => id), latest: newest };
    return this.shown;
  }
}

function decayed({ worth, atMs }: { worth: number; atMs: number }, nowMs: number): number {
  return worth * 2 ** (-(nowMs - atMs) / HALF_LIFE_MS);
}
