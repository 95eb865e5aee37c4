import fc from 'fast-check';
import { KEPT_MINUTES } from '../../src/boards/board-keys';
import { ReadingMinutes } from '../../src/ranking/reading-minutes';

const counted = (views: Record<number, number>, discount = 0) =>
  new Map(Object.entries(views).map(([article, count]) => [Number(article), { views: count, discount }]));

/** Articles 1 to 3 in minutes 100 to 180, as the boards would hold them. */
const someBoards = fc.dictionary(
  fc.integer({ min: 100, max: 180 }).map(String),
  fc.dictionary(fc.integer({ min: 1, max: 3 }).map(String), fc.integer({ min: 1, max: 50 })),
);

describe('the last minutes', () => {
  test('are what the boards hold, minute by minute, whichever way they were read', () => {
    fc.assert(
      fc.property(someBoards, fc.integer({ min: 170, max: 200 }), (boards, now) => {
        const minutes = new ReadingMinutes(100);
        minutes.advanceTo(150);
        for (const [minute, views] of Object.entries(boards))
          minutes.replaceMinute(Number(minute), counted(views));
        minutes.advanceTo(now);
        for (const [minute, views] of Object.entries(boards))
          minutes.replaceMinute(Number(minute), counted(views));
        for (const article of [1, 2, 3]) {
          const counts = minutes.countsOf(article);
          for (let back = 0; back < KEPT_MINUTES; back++) {
            expect(counts[back]).toBe(boards[String(now - back)]?.[String(article)] ?? 0);
          }
        }
      }),
    );
  });

  test('of the site are the sum of all articles', () => {
    const minutes = new ReadingMinutes(100);
    minutes.advanceTo(1_000);
    minutes.replaceMinute(999, counted({ 1: 5, 2: 7 }));
    minutes.replaceMinute(1_000, counted({ 1: 1 }));
    expect([...minutes.siteCounts().slice(0, 3)]).toEqual([1, 12, 0]);
  });

  test('count as they are for show, and weighed for ranking', () => {
    const minutes = new ReadingMinutes(100);
    minutes.advanceTo(1_000);
    minutes.replaceMinute(1_000, counted({ 1: 10 }, 7.5));
    expect(minutes.viewsWithin(1, 60)).toBe(10);
    expect(minutes.countsOf(1)[0]).toBe(2.5);
  });

  test('that are read again replace what was known of them', () => {
    const minutes = new ReadingMinutes(100);
    minutes.advanceTo(1_000);
    minutes.replaceMinute(990, counted({ 1: 10 }));
    minutes.replaceMinute(990, counted({ 1: 12 }));
    expect(minutes.viewsWithin(1, 60)).toBe(12);
    expect(minutes.siteCounts()[10]).toBe(12);
  });

  test('older than the window are ignored, and future ones too', () => {
    const minutes = new ReadingMinutes(100);
    minutes.advanceTo(1_000);
    minutes.replaceMinute(1_000 - KEPT_MINUTES, counted({ 1: 10 }));
    minutes.replaceMinute(1_001, counted({ 1: 10 }));
    expect([...minutes.articles()]).toEqual([]);
  });

  test('order the articles by readers that halve every four minutes', () => {
    const minutes = new ReadingMinutes(100);
    minutes.advanceTo(1_000);
    minutes.replaceMinute(992, counted({ 1: 100 }));
    minutes.replaceMinute(1_000, counted({ 2: 30 }));
    const [first, second] = minutes.mostRead(2, 0);
    expect([first!.article, second!.article]).toEqual([2, 1]);
    expect(second!.candidacy).toBeCloseTo(100 * 2 ** (-7 / 4), 6);
  });

  test('forget whom nobody reads any more', () => {
    const minutes = new ReadingMinutes(100);
    minutes.advanceTo(1_000);
    minutes.replaceMinute(1_000, counted({ 1: 1 }));
    minutes.advanceTo(1_000 + KEPT_MINUTES);
    expect([...minutes.articles()]).toEqual([]);
  });

  test('hold a bounded number of articles: those that are read most', () => {
    const minutes = new ReadingMinutes(2);
    minutes.advanceTo(1_000);
    minutes.replaceMinute(1_000, counted({ 1: 1, 2: 9, 3: 5 }));
    minutes.advanceTo(1_001);
    expect([...minutes.articles()].sort()).toEqual([2, 3]);
  });
});
