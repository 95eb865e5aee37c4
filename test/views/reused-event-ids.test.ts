import { ReusedEventIds } from '../../src/views/reused-event-ids';

test.each([
  { of: 'nothing', views: [], reused: [] },
  { of: 'one view', views: [['a', 'e']], reused: [] },
  { of: 'views without ids', views: [['a'], ['b'], ['a']], reused: [] },
  {
    of: 'one article twice under one id',
    views: [
      ['a', 'e'],
      ['A', 'e'],
    ],
    reused: [],
  },
  {
    of: 'two articles under ids of their own',
    views: [
      ['a', 'e'],
      ['b', 'f'],
    ],
    reused: [],
  },
  {
    of: 'two articles under one id',
    views: [
      ['a', 'e'],
      ['b', 'e'],
      ['a', 'e'],
      ['c', 'e'],
    ],
    reused: [1, 3],
  },
])('of $of: $reused', ({ views, reused }) => {
  const reports = views.map(([articleId = '', eventId]) => ({ report: { articleId, eventId } }));
  expect(new ReusedEventIds().among(reports)).toEqual(reused);
});

test('what was taken before is known, what was refused is not', () => {
  const ids = new ReusedEventIds();
  const of = (articleId: string) => [{ report: { articleId, eventId: 'e' } }];
  expect(ids.among(of('a'))).toEqual([]);
  expect(ids.among(of('b'))).toEqual([]);
  ids.taken({ articleId: 'B', eventId: 'e' });
  ids.taken({ articleId: 'c' });
  expect(ids.among(of('b'))).toEqual([]);
  expect(ids.among(of('a'))).toEqual([0]);
});
