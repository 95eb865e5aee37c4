import { BadUserInput } from '../../src/platform/errors';
import { writeCursor } from '../../src/platform/graphql/cursor';
import {
  filterName,
  newestFilterName,
  readRankingCursor,
  writeNewestCursor,
  writeSnapshotCursor,
} from '../../src/ranking/snapshot-cursor';

const place = { list: 'site', orderId: { term: 3, sequence: 17 }, filter: '', index: 9, rank: 5 };
const newestPlace = {
  filter: newestFilterName('popular-now', ''),
  publishedAtMs: 1_000,
  id: '00000000-0000-7000-8000-000000000001',
  rank: 5,
  follows: undefined,
};
const site = { rail: 'popular-now', lists: ['section:town', 'site'], filter: '' };

describe('a cursor of a ranked list', () => {
  test('is read as it was written', () => {
    expect(readRankingCursor(writeSnapshotCursor(place), site)).toEqual({ in: 'snapshot', place });
    for (const follows of [undefined, { list: 'site', orderId: { term: 3, sequence: 17 } }]) {
      const among = { ...newestPlace, follows };
      expect(readRankingCursor(writeNewestCursor(among), site)).toEqual({ in: 'newest', place: among });
    }
  });

  test.each([
    { name: 'of another list', cursor: writeSnapshotCursor({ ...place, list: 'language:ko' }) },
    { name: 'of another filter', cursor: writeSnapshotCursor({ ...place, filter: 'other' }) },
    {
      name: 'of the newest under another filter',
      cursor: writeNewestCursor({ ...newestPlace, filter: newestFilterName('popular-now', 'x') }),
    },
    {
      name: 'of the newest of another rail',
      cursor: writeNewestCursor({ ...newestPlace, filter: newestFilterName('must-reads', '') }),
    },
    {
      name: 'of the newest after another list',
      cursor: writeNewestCursor({ ...newestPlace, follows: { ...place, list: 'language:ko' } }),
    },
    { name: 'of another kind', cursor: writeCursor('articles:newest', [1]) },
    { name: 'that is none', cursor: 'garbage' },
    { name: 'that is empty', cursor: '' },
    { name: 'with too few parts', cursor: writeCursor('ranking:snapshot', ['site', '1-2']) },
    { name: 'with too many', cursor: writeCursor('ranking:snapshot', ['site', '1-2', '', 1, 1, 1]) },
    { name: 'with a wrong id', cursor: writeCursor('ranking:snapshot', ['site', 'x', '', 1, 1]) },
    { name: 'with a negative index', cursor: writeCursor('ranking:snapshot', ['site', '1-2', '', -1, 1]) },
    {
      name: 'with half an order',
      cursor: writeCursor('ranking:newest', ['popular-now ', 1, newestPlace.id, 1, 'site']),
    },
    {
      name: 'with a broken article id',
      cursor: writeCursor('ranking:newest', ['popular-now ', 1, "' or 1=1", 1]),
    },
  ])('$name is refused', ({ cursor }) => {
    expect(() => readRankingCursor(cursor, site)).toThrow(BadUserInput);
  });
});

test('a filter has a name of its own, short and the same whatever the order', () => {
  expect(filterName({})).toBe('');
  expect(filterName({ tag: null, author: undefined })).toBe('');
  expect(filterName({ tag: 'rain', author: 'kim' })).toBe(filterName({ author: 'kim', tag: 'rain' }));
  expect(filterName({ tag: 'rain' })).not.toBe(filterName({ author: 'rain' }));
  expect(filterName({ tag: 'x'.repeat(10_000) })).toHaveLength(12);
});
