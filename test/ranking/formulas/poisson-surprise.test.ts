import fc from 'fast-check';
import {
  type ArticlePast,
  LEAST_FACTOR,
  mostSurprisingRise,
  riseScore,
  surpriseAsked,
} from '../../../src/ranking/formulas/poisson-surprise';

const MINUTES = 65;
/** Of sixty articles that are looked at. */
const ASKED = surpriseAsked(60);

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
    { factor: 3, forMinutes: 4, isFound: false }, // twelve readers of an article of sixty might be chance
    { factor: 3, forMinutes: 8, isFound: true },
    { factor: 5, forMinutes: 3, isFound: true },
    { factor: 3, forMinutes: 30, isFound: true },
  ])('of $factor times for $forMinutes minutes is found: $isFound', ({ factor, forMinutes, isFound }) => {
    const rise = mostSurprisingRise(burst(factor, forMinutes));
    expect((rise?.surprise ?? 0) >= ASKED).toBe(isFound);
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
    expect(mostSurprisingRise(past)!.surprise).toBeGreaterThan(ASKED);
  });

  test('is less surprising where the site itself has just changed: not every article follows it alike', () => {
    const steady = mostSurprisingRise(burst(4, 8))!;
    const changing = mostSurprisingRise({
      ...burst(8, 8),
      site: minutes((back) => (back < 8 ? 300 : 150)),
    })!;
    expect(changing.readers).toBe(2 * steady.readers);
    expect(changing.expectedReaders).toBeCloseTo(2 * steady.expectedReaders, 0);
    expect(changing.surprise).toBeLessThan(1.5 * steady.surprise); // twice as much, if they were independent
  });
});

test('the more articles are looked at, the more is asked of a rise; never less than of five', () => {
  expect(surpriseAsked(60)).toBeCloseTo(16.5, 1);
  expect(surpriseAsked(600) - surpriseAsked(60)).toBeCloseTo(surpriseAsked(60) - surpriseAsked(6), 9);
  expect(surpriseAsked(600)).toBeGreaterThan(surpriseAsked(60) + 5);
  expect(surpriseAsked(0)).toBe(surpriseAsked(5));
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
      expect(mostSurprisingRise(published(age, 3.5))?.surprise ?? 0).toBeLessThan(ASKED);
    },
  );

  test.each([10, 30, 62])(
    'of %i minutes does not rise by being read at all, where nothing is known of new articles',
    (ageMinutes) => {
      const own = minutes((back) => (back <= ageMinutes ? 6 : 0));
      const site = minutes((back) => (back <= ageMinutes ? 300 : 0)); // all of the site is as new
      expect(mostSurprisingRise(aPast({ own, site, ageMinutes }))).toBeUndefined();
      const risen = minutes((back) => (back < 4 ? 20 : back <= ageMinutes ? 4 : 0));
      expect(mostSurprisingRise(aPast({ own: risen, site, ageMinutes }))!.surprise).toBeGreaterThan(ASKED);
    },
  );

  test('rises where it gets far more', () => {
    expect(mostSurprisingRise(published(10, 12))!.surprise).toBeGreaterThan(ASKED);
  });

  test('is measured against its own past once it has one', () => {
    const own = minutes((back) => (back < 10 ? 4 : 0.7));
    const ofAge = (ageMinutes: number) =>
      mostSurprisingRise(aPast({ own, ageMinutes, newcomersPerMinute: 5 }));
    expect(ofAge(60)?.surprise ?? 0).toBeLessThan(ASKED);
    expect(ofAge(900)!.surprise).toBeGreaterThan(ASKED);
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
