import { type PinGiven, pinOf } from '../../src/must-reads/check-pin';

const DAY_MS = 24 * 3_600_000;
const NOW_MS = 1_000 * DAY_MS;
const inDays = (days: number) => new Date(NOW_MS + days * DAY_MS);

const pick = { from: inDays(-3), to: null as Date | null, nowMs: NOW_MS };
const ended = { pinned: true, pinReason: 'Election night.', pinnedUntil: inDays(-1) };

describe('a pin that has ended', () => {
  test.each<[string, PinGiven]>([
    ['says nothing of it', {}],
    ['says that it is pinned', { pinned: true }],
    ['sends all of it back', ended],
    ['sends its reason and end back', { pinReason: ended.pinReason, pinnedUntil: ended.pinnedUntil }],
    ['says nothing in many words', { pinned: true, pinReason: null, pinnedUntil: null }],
  ])('stays as it is where a change of its pick %s', (_, given) => {
    expect(pinOf(given, ended, pick)).toEqual(ended);
  });

  test.each<[string, PinGiven]>([
    ['an end alone', { pinnedUntil: inDays(1) }],
    ['an end of a pinned pick', { pinned: true, pinnedUntil: inDays(1) }],
  ])('is not revived by %s', (_, given) => {
    expect(() => pinOf(given, ended, pick)).toThrow('"pinReason" is missing');
  });

  test('is another pin with a reason and an end', () => {
    const again = { pinReason: 'Recount.', pinnedUntil: inDays(1) };
    expect(pinOf(again, ended, pick)).toEqual({ pinned: true, ...again });
    expect(pinOf({ ...ended, ...again }, ended, pick)).toEqual({ pinned: true, ...again });
    const withPick = { ...pick, to: inDays(2) };
    expect(pinOf({ pinned: true, pinReason: 'Recount.' }, ended, withPick)).toEqual({
      ...{ pinned: true, pinReason: 'Recount.', pinnedUntil: withPick.to },
    });
  });

  test('is not begun anew by a reason with the end that has passed, nor by another that has', () => {
    const passed = /"pinnedUntil" is .*; it must lie after the beginning of the pin/;
    expect(() => pinOf({ ...ended, pinReason: 'Recount.' }, ended, pick)).toThrow(passed);
    expect(() => pinOf({ ...ended, pinnedUntil: inDays(-0.5) }, ended, pick)).toThrow(passed);
  });

  test('takes better words for its reason and stays ended', () => {
    const corrected = { ...ended, pinReason: 'The election night.' };
    expect(pinOf({ pinReason: corrected.pinReason }, ended, { ...pick, to: inDays(2) })).toEqual(corrected);
  });

  test('goes', () => {
    expect(pinOf({ pinned: false }, ended, pick)).toEqual({
      ...{ pinned: false, pinReason: null, pinnedUntil: null },
    });
  });
});
