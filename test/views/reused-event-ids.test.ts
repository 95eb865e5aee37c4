import { reusedEventIds } from '../../src/views/reused-event-ids';

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
  expect(reusedEventIds(reports)).toEqual(reused);
});
