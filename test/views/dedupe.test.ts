import fc from 'fast-check';
import { eventPlace, viewEventPlace, visitorPlace } from '../../src/views/dedupe';

test('a place is one of 2,048 sets and a signed integer of 32 bits', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (visitor, article) => {
      for (const { set, member } of [
        visitorPlace(visitor, article),
        eventPlace(visitor, article),
        viewEventPlace(visitor, String(article)),
      ]) {
        expect(Number.isInteger(set) && set >= 0 && set < 2_048).toBe(true);
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
  const sets = Array<number>(2_048).fill(0);
  for (let reading = 0; reading < 100_000; reading++) {
    const { set, member } = visitorPlace(`visitor ${reading >> 3}`, reading & 7);
    places.add(`${set} ${member}`);
    sets[set]! += 1;
  }
  expect(places.size).toBe(100_000);
  expect(Math.max(...sets)).toBeLessThan(100);
});

test('of one event every content lies in the set of its id, and is told from the others', () => {
  const [first, other] = [viewEventPlace('e', '1 DIRECT '), viewEventPlace('e', '2 DIRECT ')];
  expect(other).toMatchObject({ set: first.set, member: first.member });
  expect(other.contentMember).not.toBe(first.contentMember);
  expect(first.contentMember).not.toBe(first.member);
});
