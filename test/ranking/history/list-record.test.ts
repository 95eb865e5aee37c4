import { deflateRawSync } from 'node:zlib';
import { readRecord, recordOf } from '../../../src/ranking/history/list-record';
import { type PackedEntry, packEntry } from '../../../src/ranking/packed-entry';
import { figuresOf, type ScorePart, ScorePartKind } from '../../../src/ranking/rank-figures';
import { RankReason } from '../../../src/ranking/rank-reason';
import type { RankedEntry } from '../../../src/ranking/ranked-entry';

const AT_MS = 1_000_000_000;
const part = (kind: ScorePartKind, value: number): ScorePart => ({ kind, sinceMs: AT_MS - 60_000, value });
const entry = (article: number, parts: readonly ScorePart[], reason = RankReason.READ_NOW): RankedEntry => ({
  ...{ article, reason, viewsInWindow: 3, previousRank: null, listedSinceMs: AT_MS - 61_499 },
  score: parts.reduce((sum, { value }) => sum + value, 0),
  figures: figuresOf(parts),
});
const inParts = (article: number) =>
  entry(article, [part(ScorePartKind.RATE, 10.123456), part(ScorePartKind.NEWNESS, 0.98765)]);

describe('a list of the past', () => {
  test('has every part of the first ten places, and they add up to the score', async () => {
    const { entries } = await readRecord((await recordOf('site', [inParts(1)], AT_MS)).entries);
    expect(entries[0]!.figures.parts.map(({ value }) => value)).toEqual([10.12, 0.99]);
    expect(entries[0]!.score).toBe(11.11);
  });

  test('has of the places after them the score, and no part that stands for others', async () => {
    const list = Array.from({ length: 12 }, (_, index) => inParts(index + 1));
    list.push(entry(13, [part(ScorePartKind.DECAYED_VIEWS, 4.56789)], RankReason.READ_TODAY));
    const { entries } = await readRecord((await recordOf('site', list, AT_MS)).entries);
    expect(entries[9]!.figures.parts).toHaveLength(2);
    for (const later of entries.slice(10, 12)) {
      expect(later).toMatchObject({ score: 11.11, reason: RankReason.READ_NOW, figures: { parts: [] } });
    }
    expect(entries[12]!.figures.parts.map(({ value }) => value)).toEqual([4.568]);
    expect(entries[12]!.score).toBe(4.568);
  });

  test('that was kept with the whole score as a part is read without that part', async () => {
    const whole = Array.from({ length: 11 }, (_, index): PackedEntry => {
      return packEntry(entry(index + 1, [part(ScorePartKind.RATE, 11.11)]), AT_MS);
    });
    const kept = deflateRawSync(JSON.stringify({ v: 1, at: AT_MS, entries: whole }));
    const { entries } = await readRecord(kept);
    expect(entries[9]!.figures.parts).toHaveLength(1);
    expect(entries[10]).toMatchObject({ score: 11.11, figures: { parts: [] } });
  });
});
