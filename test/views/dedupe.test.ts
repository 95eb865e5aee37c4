import fc from 'fast-check';
import { eventPlace, visitorPlace } from '../../src/views/dedupe';

test('a place is one of 4,096 sets and a signed integer of 32 bits', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (visitor, article) => {
      for (const { set, member } of [visitorPlace(visitor, article), eventPlace(visitor, article)]) {
        expect(Number.isInteger(set) && set >= 0 && set < 4_096).toBe(true);
        expect(member | 0).toBe(member);
        expect(String(member)).toMatch(/^(0|-?[1-9]\d*)$/);
      }
    }),
  );
});

test('the same visitor and article have the same place, others another', () => {
  expect(visitorPlace('a', 1)).toEqual(visitorPlace('a', 1));
  expect(visitorPlace('a', 1)).not.toEqual(visitorPlace('a', 2));
  expect(visitorPlace('a', 1)).not.toEqual(visitorPlace('b', 1));
  expect(visitorPlace('a', 11)).not.toEqual(visitorPlace('a 1', 1));
});

test('100,000 readings fill the sets evenly and never meet', () => {
  const places = new Set<string>();
  const sets = Array<number>(4_096).fill(0);
  for (let reading = 0; reading < 100_000; reading++) {
    const { set, member } = visitorPlace(`visitor ${reading >> 3}`, reading & 7);
    places.add(`${set} ${member}`);
    sets[set]! += 1;
  }
  expect(places.size).toBe(100_000);
  expect(Math.max(...sets)).toBeLessThan(60);
});
