import pino from 'pino';
import type { ListSource, SourceMemories } from '../../src/ranking/list-source';
import type { Snapshot } from '../../src/ranking/snapshot';
import { takeOverSources } from '../../src/ranking/take-over-sources';

const log = pino({ level: 'silent' });
const last: Snapshot = {
  id: { term: 3, sequence: 9 },
  computedAtMs: 1_000,
  lists: new Map(),
  reading: new Map(),
  week: [],
} as unknown as Snapshot;

/** A source that refuses what it is told to refuse. */
function aSource(refuses: (last: Snapshot | undefined, memories?: SourceMemories) => boolean) {
  const taken: [Snapshot | undefined, SourceMemories | undefined][] = [];
  const source: ListSource = {
    takeOver(given, memories) {
      if (refuses(given, memories)) throw new TypeError('not iterable');
      taken.push([given, memories]);
    },
    rank: () => new Map(),
  };
  return { source, taken };
}

test('sources go on from lists and memories', () => {
  const { source, taken } = aSource(() => false);
  takeOverSources([source], { last, memories: { a: 1 }, log });
  expect(taken).toEqual([[last, { a: 1 }]]);
});

test('memories that cannot be read are left out, for that source alone', () => {
  const [one, two] = [aSource((_, memories) => memories !== undefined), aSource(() => false)];
  takeOverSources([one.source, two.source], { last, memories: { a: 1 }, log });
  expect(one.taken).toEqual([[last, undefined]]);
  expect(two.taken).toEqual([[last, { a: 1 }]]);
});

test('lists that cannot be read begin anew', () => {
  const { source, taken } = aSource((given) => given !== undefined);
  takeOverSources([source], { last, memories: {}, log });
  expect(taken).toEqual([[undefined, undefined]]);
});
