import * as fc from 'fast-check';
import { listChanges } from '../../src/cli/list-changes';

/** "2+C" for C, new at 2; "1▲B(2)" for B, now at 1, before at 2; "-A(1)" for A, which has left. */
function told(before: string, now: string): string {
  const changes = listChanges([...before], [...now], (name) => name);
  return changes
    .map((change) => {
      if (change.kind === 'LEFT') return `-${change.place}(${change.was})`;
      if (change.kind === 'ENTERED') return `${change.rank}+${change.place}`;
      return `${change.rank}${change.kind === 'ROSE' ? '▲' : '▼'}${change.place}(${change.was})`;
    })
    .join(' ');
}

describe('the changes from one list to the next', () => {
  test.each([
    { before: '', now: '', says: '' },
    { before: 'ABCDE', now: 'ABCDE', says: '' },
    { before: '', now: 'AB', says: '1+A 2+B' },
    { before: 'A', now: 'AB', says: '2+B' },
    { before: 'AB', now: 'BA', says: '1▲B(2)' },
    { before: 'ABCDE', now: 'EABCD', says: '1▲E(5)' },
    { before: 'ABCDE', now: 'BCDEA', says: '5▼A(1)' },
    { before: 'ABCDE', now: 'BADCE', says: '1▲B(2) 3▲D(4)' },
    { before: 'ABCDE', now: 'ABXCD', says: '3+X -E(5)' }, // C and D only make room
    { before: 'ABCDE', now: 'XABCD', says: '1+X -E(5)' },
    { before: 'ABCDE', now: 'BCDE', says: '-A(1)' },
    { before: 'ABCDE', now: 'CXBDA', says: '1▲C(3) 2+X 5▼A(1) -E(5)' },
    { before: 'ABCDE', now: 'FGHIJ', says: '1+F 2+G 3+H 4+I 5+J -A(1) -B(2) -C(3) -D(4) -E(5)' },
    { before: 'AB', now: '', says: '-A(1) -B(2)' },
  ])('"$before" to "$now": $says', ({ before, now, says }) => {
    expect(told(before, now)).toBe(says);
  });

  test('turn the old list into the new one, and say nothing where nothing has changed', () => {
    const list = fc.uniqueArray(fc.constantFrom(...'ABCDEFG'), { maxLength: 5 });
    fc.assert(
      fc.property(list, list, (before, now) => {
        const changes = listChanges(before, now, (name) => name);
        const moved = new Set(changes.map(({ place }) => place));
        const rebuilt: (string | undefined)[] = now.map(() => undefined);
        for (const change of changes) if (change.kind !== 'LEFT') rebuilt[change.rank - 1] = change.place;
        const stayed = before.filter((name) => !moved.has(name));
        expect(rebuilt.map((name) => name ?? stayed.shift())).toEqual(now);
        expect(changes.length === 0).toBe(before.join() === now.join());
      }),
    );
  });
});
