import fc from 'fast-check';
import { SimulatedClock } from '../../../src/platform/clock';
import { type KeptAnswer, KeptAnswers } from '../../../src/platform/graphql/kept-answers';

const START_MS = 1_790_000_000_000;

function given({ bytes = 100_000 } = {}) {
  const clock = new SimulatedClock(START_MS);
  let listsAtMs: number | undefined = START_MS;
  const kept = new KeptAnswers<string>({ bytes, clock, listsAtMs: () => listsAtMs });
  const newLists = () => {
    listsAtMs = clock.nowMs();
  };
  return { clock, kept, newLists };
}

function anAnswer(more: Partial<KeptAnswer<string>> = {}): KeptAnswer<string> {
  const cacheControl = 'public, max-age=0, s-maxage=1';
  return {
    ...{ text: '{}', tag: 'W/"t"', cacheControl, headers: [], operation: 'Q', listsAtMs: undefined },
    ...more,
  };
}

describe('a kept answer', () => {
  test.each([
    { afterMs: 0, isGiven: true },
    { afterMs: 249, isGiven: true },
    { afterMs: 250, isGiven: false },
    { afterMs: 60_000, isGiven: false },
  ])('$afterMs ms after it was begun: given again $isGiven', async ({ afterMs, isGiven }) => {
    const { clock, kept } = given();
    kept.keep('a', anAnswer(), kept.begin());
    await clock.advanceTo(START_MS + afterMs);
    expect(kept.find('a') !== undefined).toBe(isGiven);
    expect(kept.count).toBe(isGiven ? 1 : 0);
  });

  test('is as old as its beginning, however long it took', async () => {
    const { clock, kept } = given();
    const beginning = kept.begin();
    await clock.advanceTo(START_MS + 200);
    kept.keep('a', anAnswer(), beginning);
    await clock.advanceTo(START_MS + 249);
    expect(kept.find('a')).toBeDefined();
    await clock.advanceTo(START_MS + 250);
    expect(kept.find('a')).toBeUndefined();
  });

  test('is let go when something has changed, and not kept when that was while it was made', () => {
    const { kept } = given();
    kept.keep('a', anAnswer(), kept.begin());
    const beginning = kept.begin();
    kept.forgetAll();
    expect(kept.find('a')).toBeUndefined();
    kept.keep('b', anAnswer(), beginning);
    expect(kept.find('b')).toBeUndefined();
  });

  test('with lists is given as long as there are no newer ones', async () => {
    const { clock, kept, newLists } = given();
    kept.keep('list', anAnswer({ listsAtMs: START_MS }), kept.begin());
    kept.keep('plain', anAnswer(), kept.begin());
    await clock.advanceTo(START_MS + 100);
    expect(kept.find('list')).toBeDefined();
    newLists();
    expect(kept.find('list')).toBeUndefined();
    expect(kept.find('plain')).toBeDefined();
  });

  test('is not given when the clock has been put back', () => {
    let nowMs = START_MS;
    const clock = Object.assign(new SimulatedClock(START_MS), { nowMs: () => nowMs });
    const kept = new KeptAnswers<string>({ bytes: 10_000, clock });
    kept.keep('a', anAnswer(), kept.begin());
    nowMs -= 1;
    expect(kept.find('a')).toBeUndefined();
  });
});

test('whatever is kept, it takes no more memory than it may, and one answer a sixteenth of that', () => {
  const bytes = 64_000;
  const size = fc.record({ key: fc.string({ maxLength: 300 }), length: fc.nat(8_000) });
  fc.assert(
    fc.property(fc.array(size, { maxLength: 200 }), (asked) => {
      const { kept } = given({ bytes });
      for (const { key, length } of asked) {
        const text = 'x'.repeat(length);
        kept.keep(key, anAnswer({ text }), kept.begin());
        const isSmall = 2 * (length + key.length) + 500 <= bytes / 16;
        expect(kept.find(key)?.text).toBe(isSmall ? text : undefined);
        expect(kept.bytes).toBeLessThanOrEqual(bytes);
      }
    }),
  );
});
