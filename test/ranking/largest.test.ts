import fc from 'fast-check';
import { Largest } from '../../src/ranking/largest';

const offers = fc.array(fc.tuple(fc.nat(1_000), fc.double({ min: 0, max: 10, noNaN: true })), {
  maxLength: 300,
});

test('the largest of many are those that sorting finds, ties by the larger number', () => {
  fc.assert(
    fc.property(offers, fc.nat(60), (offered, most) => {
      const largest = new Largest(most);
      for (const [number, size] of offered) largest.offer(number, size);
      const sorted = offered
        .map(([number, size]) => ({ number, size }))
        .sort((a, b) => b.size - a.size || b.number - a.number);
      expect(largest.inOrder()).toEqual(sorted.slice(0, most));
      expect(largest.count).toBe(Math.min(most, offered.length));
    }),
  );
});
