// Entries of lists, as exact as what is sent, with all that they can have.

import fc from 'fast-check';
import { HeldAgainst, ScorePartKind } from '../../src/ranking/rank-figures';
import { RankReason } from '../../src/ranking/rank-reason';
import { sumOfTold, toldParts } from '../../src/ranking/told-score';

/** As exact as what is sent. */
export const someFigure = fc.oneof(
  fc.integer({ min: 1_000, max: 10_000_000 }).map((thousandths) => thousandths / 1e3),
  fc.integer({ min: 1, max: 9_999_999 }).map((parts) => parts / 1e7),
);
const ago = fc.integer({ min: 0, max: 3_600_000 });
export const AT_MS = 1_750_000_000_000;

const someTime = ago.map((ms) => AT_MS - ms);

const someFigures = fc.record({
  parts: fc.array(
    fc.record({
      kind: fc.constantFrom(...Object.values(ScorePartKind)),
      sinceMs: fc.option(someTime),
      value: fc.oneof(
        someFigure,
        someFigure.map((value) => -value),
      ),
    }),
    { maxLength: 5 },
  ),
  reading: fc.option(
    fc.record({
      sinceMs: someTime,
      readersPerMinute: someFigure,
      readersPerMinuteBefore: fc.option(someFigure),
      probability: someFigure,
    }),
  ),
  held: fc.option(
    fc.record({
      against: fc.constantFrom(...Object.values(HeldAgainst)),
      lead: someFigure,
      leadAsked: someFigure,
      leadingSinceMs: fc.option(someTime),
      dwellAskedMs: fc.nat(600_000),
      missed: someFigure,
      missedAsked: someFigure,
    }),
  ),
  placement: fc.option(
    fc.record({
      act: fc.constantFrom('PIN' as const, 'BOOST' as const),
      reason: fc.string(),
      untilMs: ago.map((ms) => AT_MS + ms - 1_000),
      place: fc.option(fc.integer({ min: 1, max: 5 })),
      factor: fc.option(someFigure),
    }),
  ),
  surprise: fc.option(
    fc.record({
      readers: someFigure,
      expectedReaders: someFigure,
      sinceMs: fc.option(someTime),
      factor: someFigure,
    }),
  ),
});

export const someEntry = fc
  .record({
    article: fc.nat(100_000),
    reason: fc.constantFrom(...Object.values(RankReason)),
    viewsInWindow: fc.nat(100_000),
    previousRank: fc.option(fc.integer({ min: 1, max: 200 })),
    listedSinceMs: fc.option(someTime),
    figures: someFigures,
  })
  .map((entry) => {
    const parts = toldParts(entry.figures.parts);
    return { ...entry, score: sumOfTold(parts), figures: { ...entry.figures, parts } };
  });
