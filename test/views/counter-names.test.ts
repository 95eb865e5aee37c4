import {
  counterNameOf,
  counterNumberOf,
  impressionCounterName,
  impressionCounterOf,
  LAST_SLOT,
  sourceOfCounter,
  viewCounterName,
} from '../../src/views/counter-names';
import { Rail, ViewSource } from '../../src/views/view-source';

describe('counters', () => {
  test('have one number each, and it leads back to the name', () => {
    const names = [
      ...Object.values(ViewSource).map((source) => viewCounterName(source)),
      ...Object.values(Rail).flatMap((rail) =>
        [undefined, 1, 2, LAST_SLOT].flatMap((slot) => [
          viewCounterName('RAIL', rail, slot),
          impressionCounterName(rail, slot),
        ]),
      ),
      ...['ENGAGED_SECONDS', 'ENGAGED_VIEWS', 'BOT', 'STAFF'],
    ];
    const numbers = names.map((name) => counterNumberOf(name));
    expect(new Set(numbers).size).toBe(names.length);
    expect(numbers.map((number) => counterNameOf(number!))).toEqual(names);
  });

  test('keep the numbers that rows of years ago hold', () => {
    expect(counterNumberOf('DIRECT')).toBe(1);
    expect(counterNumberOf('RAIL')).toBe(6);
    expect(counterNumberOf('RAIL.POPULAR_NOW')).toBe(100);
    expect(counterNumberOf('RAIL.TRENDING.50')).toBe(550);
    expect(counterNumberOf('IMPRESSION.MUST_READS.2')).toBe(1_302);
    expect(counterNumberOf('ENGAGED_SECONDS')).toBe(2_000);
    expect(counterNumberOf('BOT')).toBe(3_000);
  });

  test('count all slots far down a rail as one', () => {
    expect(viewCounterName('RAIL', 'LATEST', 999)).toBe('RAIL.LATEST.50');
  });

  test('say where views came from', () => {
    expect(sourceOfCounter(1)).toEqual({ source: 'DIRECT' });
    expect(sourceOfCounter(203)).toEqual({ source: 'RAIL', rail: 'YOU_MAY_ALSO_LIKE', slot: 3 });
    expect(sourceOfCounter(1_203)).toBeUndefined();
    expect(counterNameOf(impressionCounterOf(203))).toBe('IMPRESSION.YOU_MAY_ALSO_LIKE.3');
  });

  test('that are not known have no number', () => {
    expect(counterNumberOf('RAIL.POPULAR_NOW.51')).toBeUndefined();
    expect(counterNumberOf('generation')).toBeUndefined();
    expect(sourceOfCounter(99)).toBeUndefined();
  });
});
