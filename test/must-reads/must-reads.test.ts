import fc from 'fast-check';
import { PickLifetime } from '../../src/must-reads/must-read-pick.entity';
import {
  type MustReadsInput,
  type Pick,
  pickScore,
  rankMustReads,
  readingFactor,
} from '../../src/must-reads/must-reads';
import { aCard } from '../builders/a-card';

const HOUR_MS = 3_600_000;
const NOW_MS = 1_000 * HOUR_MS;
const PIN = { reason: 'Election night.', untilMs: NOW_MS + HOUR_MS };

function aPick(number: number, given: Partial<Pick> & { sectionId?: string } = {}): Pick {
  const { sectionId = `section ${number}`, ...rest } = given;
  return {
    card: aCard({ number, sectionId }),
    value: 3,
    lifetime: PickLifetime.MEDIUM,
    fromMs: NOW_MS,
    pin: undefined,
    position: number,
    ...rest,
  };
}

function mustReads(picks: Pick[], given: Partial<MustReadsInput> = {}): number[] {
  const list = rankMustReads({
    picks,
    readersPerMinute: () => 0,
    week: [],
    newest: [],
    places: 5,
    nowMs: NOW_MS,
    ...given,
  });
  return list.map((mustRead) => mustRead.card.number);
}

const someRate = fc.double({ min: 0, max: 100_000, noNaN: true });
const someLifetime = fc.constantFrom(...Object.values(PickLifetime));

describe('the score of a pick', () => {
  test('is never overturned by popularity: a grade more wins at equal age', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        someLifetime,
        fc.nat(200),
        fc.tuple(someRate, someRate, someRate),
        (value, lifetime, ageHours, [rate, betterRate, middle]) => {
          const fromMs = NOW_MS - ageHours * HOUR_MS;
          const lower = { value, lifetime, fromMs, pin: undefined, position: 0 };
          const score = (pick: typeof lower, own: number) =>
            pickScore(pick, readingFactor(own, middle), NOW_MS);
          expect(score({ ...lower, value: value + 1 }, rate)).toBeGreaterThan(score(lower, betterRate));
        },
      ),
    );
  });

  test.each([
    { lifetime: PickLifetime.SHORT, hours: 4 },
    { lifetime: PickLifetime.MEDIUM, hours: 12 },
    { lifetime: PickLifetime.LONG, hours: 36 },
    { lifetime: PickLifetime.EVERGREEN, hours: 168 },
  ])('halves in $hours hours for $lifetime', ({ lifetime, hours }) => {
    const pick = aPick(1, { lifetime, fromMs: NOW_MS - hours * HOUR_MS });
    expect(pickScore(pick, 0, NOW_MS)).toBeCloseTo(0.5, 12);
  });

  test.each([
    { rate: 10, middle: 10, factor: 0 },
    { rate: 0, middle: 1_000, factor: -1 },
    { rate: 1_000, middle: 0, factor: 2 },
  ])('takes $rate readers a minute against $middle as $factor doublings', ({ rate, middle, factor }) => {
    expect(readingFactor(rate, middle)).toBeCloseTo(factor, 12);
  });
});

describe('must-reads', () => {
  test('stand in the order of their grades', () => {
    expect(mustReads([aPick(1, { value: 2 }), aPick(2, { value: 5 }), aPick(3)])).toEqual([2, 3, 1]);
  });

  test('begin with the pins, in the order of the editors', () => {
    const pins = [
      aPick(1, { pin: PIN, position: 2, value: 1 }),
      aPick(2, { pin: PIN, position: 1, value: 1 }),
    ];
    expect(mustReads([aPick(3, { value: 5 }), ...pins])).toEqual([2, 1, 3]);
  });

  test('of equal grade and age are ordered by reading', () => {
    const rates = new Map([[2, 40]]);
    expect(
      mustReads([aPick(1), aPick(2)], { readersPerMinute: (article) => rates.get(article) ?? 1 }),
    ).toEqual([2, 1]);
  });

  test('hold two of a section before the other sections have their turn', () => {
    const sport = [1, 2, 3].map((number) => aPick(number, { value: 5, sectionId: 'sport' }));
    expect(mustReads([...sport, aPick(4, { value: 1 })])).toEqual([1, 2, 4, 3]);
  });

  test('are filled with the most read of the week, then with the newest', () => {
    const week = [7, 1, 8].map((number) => ({ card: aCard({ number }), decayedViews: 10 }));
    const newest = [9, 8, 10, 11].map((number) => aCard({ number }));
    expect(mustReads([aPick(1)], { week, newest })).toEqual([1, 7, 8, 9, 10]);
  });

  test('are none where there is nothing', () => {
    expect(mustReads([])).toEqual([]);
  });

  test('tell of each pick the parts that add up to its score', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        someLifetime,
        fc.nat(500),
        fc.array(someRate, { minLength: 3, maxLength: 3 }),
        fc.boolean(),
        (value, lifetime, ageHours, rates, isPinned) => {
          const fromMs = NOW_MS - ageHours * HOUR_MS;
          const picks = [
            aPick(1, { value, lifetime, fromMs, pin: isPinned ? PIN : undefined }),
            aPick(2),
            aPick(3),
          ];
          const readersPerMinute = (article: number) => rates[article - 1]!;
          const list = rankMustReads({
            picks,
            readersPerMinute,
            week: [],
            newest: [],
            places: 5,
            nowMs: NOW_MS,
          });
          for (const { score, figures } of list) {
            expect(figures.parts.reduce((sum, part) => sum + part.value, 0)).toBeCloseTo(score, 9);
          }
          const { parts } = list.find(({ card }) => card.number === 1)!.figures;
          expect(parts[0]).toEqual({ kind: 'GRADE', sinceMs: fromMs, value: 2 ** (value - 3) });
          expect(parts.every((part) => part.kind !== 'AGE' || part.value < 0)).toBe(true);
        },
      ),
    );
  });

  test('set a pick of a higher grade no lower, whatever else is picked and read', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(72), someRate), {
          minLength: 2,
          maxLength: 12,
        }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(72),
        (others, value, ageHours) => {
          const rates = new Map(others.map(([, , rate], at) => [at + 2, rate]));
          const rest = others.map(([grade, hours], at) =>
            aPick(at + 2, { value: grade, fromMs: NOW_MS - hours * HOUR_MS }),
          );
          const placeWith = (grade: number) =>
            mustReads([aPick(1, { value: grade, fromMs: NOW_MS - ageHours * HOUR_MS }), ...rest], {
              places: 20,
              readersPerMinute: (article) => rates.get(article) ?? 5,
            }).indexOf(1);
          expect(placeWith(value + 1)).toBeLessThanOrEqual(placeWith(value));
        },
      ),
    );
  });

  test('begin with the pins whatever is picked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 5 })), { maxLength: 12 }),
        (given) => {
          const picks = given.map(([isPinned, value], at) =>
            aPick(at + 1, { pin: isPinned ? PIN : undefined, value }),
          );
          const list = mustReads(picks, { places: 20 });
          const isPin = new Map(picks.map((pick) => [pick.card.number, pick.pin !== undefined]));
          expect(list.map((article) => isPin.get(article))).toEqual(
            [...list.map((article) => isPin.get(article)!)].sort((a, b) => Number(b) - Number(a)),
          );
        },
      ),
    );
  });

  test('hold nobody twice and no more than there are places', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 15 }), { maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 15 }), { maxLength: 20 }),
        fc.nat(10),
        (picked, fresh, places) => {
          const newest = fresh.map((number) => aCard({ number }));
          const list = mustReads(
            picked.map((number) => aPick(number)),
            { newest, places },
          );
          expect(new Set(list).size).toBe(list.length);
          expect(list).toHaveLength(Math.min(places, new Set([...picked, ...fresh]).size));
        },
      ),
    );
  });
});
