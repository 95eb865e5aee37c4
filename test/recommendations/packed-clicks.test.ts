import fc from 'fast-check';
import { NO_CLICKS } from '../../src/recommendations/formulas/back-off';
import { packClicks, unpackClicks } from '../../src/recommendations/packed-clicks';

const someNeighbours = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 0, noNaN: true })), {
    selector: ([article]) => article,
    maxLength: 32,
  })
  .map((pairs) => new Map(pairs));
const total = fc.double({ min: 0, noNaN: true });
const someClicks = fc.oneof(
  fc.record({ total, to: someNeighbours }),
  fc.record({ total, to: someNeighbours, back: fc.record({ total, from: someNeighbours }) }),
);

test('what is packed comes out as it was, neighbours in their order', () => {
  fc.assert(
    fc.property(someClicks, (clicks) => {
      const unpacked = unpackClicks(packClicks(clicks));
      expect(unpacked).toEqual(clicks);
      expect([...unpacked.to]).toEqual([...clicks.to]);
      expect(unpacked.back && [...unpacked.back.from]).toEqual(
        'back' in clicks ? [...clicks.back.from] : undefined,
      );
    }),
  );
});

test('where nothing is known, that comes out', () => {
  expect(unpackClicks(packClicks(NO_CLICKS))).toBe(NO_CLICKS);
});
