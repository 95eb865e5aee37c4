import { StandInCards } from '../../../../evaluate/recommendations/ours/stand-in-cards';

test('an article that a question named before anybody read it came when it was first read', () => {
  const cards = new StandInCards(['all', 'all']);
  cards.know(1, 1_000);
  cards.publish(1, 5_000);
  cards.publish(1, 9_000);
  expect(cards.know(1, 9_000).publishedAt).toEqual(new Date(5_000));
  expect(cards.asLatest({ nowMs: () => 6_000 }).youngerThan(2_000)).toHaveLength(1);
});
