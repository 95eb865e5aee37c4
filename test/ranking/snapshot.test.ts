import fc from 'fast-check';
import { articlesOf } from '../../src/ranking/packed-list';
import {
  isNewer,
  packSnapshot,
  readSnapshotId,
  type Snapshot,
  unpackSnapshot,
  writeSnapshotId,
} from '../../src/ranking/snapshot';
import { AT_MS, someEntry, someFigure } from '../builders/some-entries';

const someId = fc.record({ term: fc.nat(5), sequence: fc.nat(5) });

describe('snapshot ids', () => {
  test('are ordered by term, then by sequence, and no two ways at once', () => {
    fc.assert(
      fc.property(someId, someId, (one, other) => {
        const same = one.term === other.term && one.sequence === other.sequence;
        expect(Number(isNewer(one, other)) + Number(isNewer(other, one)) + Number(same)).toBe(1);
      }),
    );
    expect(isNewer({ term: 2, sequence: 0 }, { term: 1, sequence: 99 })).toBe(true);
  });

  test('are read as they were written', () => {
    fc.assert(fc.property(someId, (id) => expect(readSnapshotId(writeSnapshotId(id))).toEqual(id)));
  });

  test.each(['', '1', '1-', '-1', '1-2-3', 'a-b', '1-99999999999999999'])('"%s" is none', (text) => {
    expect(readSnapshotId(text)).toBeUndefined();
  });
});

const someSnapshot: fc.Arbitrary<Snapshot> = fc.record({
  id: someId,
  computedAtMs: fc.constant(AT_MS),
  lists: fc
    .array(
      fc.tuple(fc.string(), fc.record({ orderId: someId, entries: fc.array(someEntry, { maxLength: 5 }) })),
      {
        maxLength: 3,
      },
    )
    .map((lists) => new Map(lists)),
  reading: fc
    .array(fc.tuple(fc.nat(), fc.record({ readersPerMinute: someFigure, viewsInWindow: fc.nat() })), {
      maxLength: 5,
    })
    .map((pairs) => new Map(pairs)),
  week: fc.array(fc.record({ article: fc.nat(), decayedViews: someFigure }), { maxLength: 5 }),
});

test('a snapshot is the same after the way over Redis', () => {
  fc.assert(
    fc.property(someSnapshot, (snapshot) => {
      const arrived = unpackSnapshot(JSON.parse(JSON.stringify(packSnapshot(snapshot))))!;
      const lists = [...arrived.lists].map(
        ([name, { orderId, entries }]) => [name, { orderId, entries }] as const,
      );
      expect({ ...arrived, lists: new Map(lists) }).toEqual(snapshot);
      for (const [name, list] of arrived.lists) {
        expect(articlesOf(list)).toEqual(snapshot.lists.get(name)!.entries.map(({ article }) => article));
      }
    }),
  );
});

test('a list that has not changed is not packed again, and keeps its times', () => {
  fc.assert(
    fc.property(someSnapshot, (snapshot) => {
      const first = packSnapshot(snapshot);
      const later = packSnapshot({ ...snapshot, computedAtMs: AT_MS + 5_000 });
      expect(later.lists).toEqual(first.lists);
    }),
  );
});

test('one that another version of the program has packed is left out', () => {
  fc.assert(
    fc.property(someSnapshot, (snapshot) => {
      expect(unpackSnapshot({ ...packSnapshot(snapshot), v: 1 })).toBeUndefined();
    }),
  );
});
