import * as fc from 'fast-check';
import { TimeQueue } from '../../src/traffic/time-queue';

test('what is due comes in order of time, and in the order of adding where times are equal', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 100 }), (times) => {
      const queue = new TimeQueue<{ atMs: number; order: number }>();
      const added = times.map((atMs, order) => ({ atMs, order }));
      for (const due of added) queue.add(due.atMs, due);
      const taken = Array.from({ length: queue.size }, () => queue.take());
      expect(taken).toEqual([...added].sort((a, b) => a.atMs - b.atMs || a.order - b.order));
      expect(queue.take()).toBeUndefined();
      expect(queue.nextMs).toBeUndefined();
    }),
  );
});

test('adding and taking may be mixed', () => {
  const queue = new TimeQueue<string>();
  queue.add(2, 'second');
  queue.add(1, 'first');
  expect(queue.take()).toBe('first');
  queue.add(1.5, 'between');
  expect(queue.nextMs).toBe(1.5);
  expect([queue.take(), queue.take()]).toEqual(['between', 'second']);
});
