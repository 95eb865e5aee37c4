import fc from 'fast-check';
import {
  type ArticlePast,
  LEAST_FACTOR,
  LEAST_SURPRISE,
  mostSurprisingRise,
  riseScore,
} from '../../../src/ranking/formulas/poisson-surprise';

const MINUTES = 65;

/** Minute by minute, newest first: `of` says how many read it so many minutes ago. */
function minutes(of: (back: number) => number): Float64Array {
  return Float64Array.from({ length: MINUTES }, (_, back) => of(back));
}

function aPast(changes: Partial<ArticlePast> = {}): ArticlePast {
  return {
    own: minutes(() => 1),
    site: minutes(() => 150),
    runningPart: 1,
    ageMinutes: 600,
    newcomersPerMinute: 0,
    ...changes,
  };
}

const burst = (factor: number, forMinutes: number, perMinute = 1) =>
  aPast({ own: minutes((back) => perMinute * (back < forMinutes ? factor : 1)) });

describe('a rise', () => {
  test.each([
    { factor: 1, forMinutes: 10, isFound: false },
    { factor: 1.5, forMinutes: 60, isFound: false },
    { factor: 3, forMinutes: 2, isFound: false }, // six readers might be chance
    { factor: 3, forMinutes: 5, isFound: true },
    { factor: 5, forMinutes: 3, isFound: true },
    { factor: 3, forMinutes: 30, isFound: true },
  ])('of $factor times for $forMinutes minutes is found: $isFound', ({ factor, forMinutes, isFound }) => {
    const rise = mostSurprisingRise(burst(factor, forMinutes));
    expect((rise?.surprise ?? 0) >= LEAST_SURPRISE).toBe(isFound);
  });

  test.each([3, 5, 10, 30])('is told since it began, %i minutes ago', (forMinutes) => {
    expect(mostSurprisingRise(burst(4, forMinutes))!).toMatchObject({
      minutes: forMinutes,
      readers: 4 * forMinutes,
    });
  });

  test('is told with the readers that were expected', () => {
    expect(mostSurprisingRise(burst(4, 10))!.expectedReaders).toBeCloseTo(10, 0);
  });

  test('is none where the whole site rises alike, however much', () => {
    const rises = (back: number) => (back < 15 ? 3 : 1);
    const past = aPast({
      own: minutes((back) => 5 * rises(back)),
      site: minutes((back) => 150 * rises(back)),
    });
    expect(mostSurprisingRise(past)).toBeUndefined();
  });

  test('is none where it is read as before and the rest of the site less', () => {
    const past = aPast({ own: minutes(() => 5), site: minutes((back) => (back < 15 ? 30 : 300)) });
    expect(mostSurprisingRise(past)).toBeUndefined();
  });

  test('is found while the whole site rises, if it rises far more', () => {
    const past = aPast({
      own: minutes((back) => (back < 10 ? 18 : 2)),
      site: minutes((back) => (back < 10 ? 300 : 150)),
    });
    expect(mostSurprisingRise(past)!.surprise).toBeGreaterThan(LEAST_SURPRISE);
  });

  test('of a small wave of a large article is less surprising than the counts alone say', () => {
    const wave = mostSurprisingRise({ ...burst(2.2, 5, 40), site: minutes(() => 2_000) })!;
    const small = mostSurprisingRise(burst(4, 8))!;
    expect(riseScore(wave)).toBeLessThan(riseScore(small));
  });
});

describe('a new article', () => {
  const published = (ageMinutes: number, perMinute: number) =>
    aPast({
      ageMinutes,
      own: minutes((back) => (back < ageMinutes ? perMinute : 0)),
      newcomersPerMinute: 2,
    });

  test.each([5, 15, 30, 90])(
    'of %i minutes does not rise with the readers that others of its section get',
    (age) => {
      expect(mostSurprisingRise(published(age, 2))).toBeUndefined();
      expect(mostSurprisingRise(published(age, 3.5))?.surprise ?? 0).toBeLessThan(LEAST_SURPRISE);
    },
  );

  test('rises where it gets far more', () => {
    expect(mostSurprisingRise(published(10, 12))!.surprise).toBeGreaterThan(LEAST_SURPRISE);
  });

  test('is measured against its own past once it has one', () => {
    const own = minutes((back) => (back < 10 ? 4 : 0.7));
    const ofAge = (ageMinutes: number) =>
      mostSurprisingRise(aPast({ own, ageMinutes, newcomersPerMinute: 5 }));
    expect(ofAge(60)?.surprise ?? 0).toBeLessThan(LEAST_SURPRISE);
    expect(ofAge(900)!.surprise).toBeGreaterThan(LEAST_SURPRISE);
  });
});

const someReaders = fc.array(fc.nat(40), { minLength: MINUTES, maxLength: MINUTES });

test('a rise is twice the expected and more, and never less than no surprise', () => {
  fc.assert(
    fc.property(
      someReaders,
      someReaders,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (own, others, runningPart) => {
        const site = own.map((readers, back) => readers + others[back]!);
        const rise = mostSurprisingRise(aPast({ own, site, runningPart }));
        if (rise === undefined) return;
        expect(rise.readers).toBeGreaterThanOrEqual(LEAST_FACTOR * rise.expectedReaders);
        expect(rise.surprise).toBeGreaterThan(0);
        expect(riseScore(rise)).toBeGreaterThan(0);
        expect(rise.minutes).toBeLessThanOrEqual(60);
      },
    ),
  );
});

test('more readers of late make a rise no less surprising', () => {
  fc.assert(
    fc.property(someReaders, fc.integer({ min: 1, max: 50 }), (own, more) => {
      const site = minutes(() => 10_000);
      const before = mostSurprisingRise(aPast({ own, site }))?.surprise ?? 0;
      const grown = own.map((readers, back) => (back === 0 ? readers + more : readers));
      const last = mostSurprisingRise(aPast({ own: grown, site }))?.surprise ?? 0;
      // The readers before an onset are the same, those since it more: only the scatter of the expected could weigh it
      // down, and that does not grow with the readers.
      expect(last).toBeGreaterThanOrEqual(before - 1e-9);
    }),
  );
});
