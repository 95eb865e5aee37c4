import { RollupHours } from '../../src/views/rollup-hours';
import { sliceOf } from '../../src/views/slice';

const slice = (time: string) => sliceOf(Date.parse(time));
const lengths = ({ first, end }: { first: number; end: number }) => end - first;

test('hours begin where the clock of the publisher strikes', () => {
  expect(new RollupHours('UTC').hourOf(slice('2026-11-25T10:50Z'))).toEqual({
    ...{ first: slice('2026-11-25T10:00Z'), end: slice('2026-11-25T11:00Z') },
  });
  const kathmandu = new RollupHours('Asia/Kathmandu'); // 5:45 ahead
  expect(kathmandu.hourOf(slice('2026-11-25T10:10Z'))).toEqual({
    ...{ first: slice('2026-11-25T09:15Z'), end: slice('2026-11-25T10:15Z') },
  });
  expect(kathmandu.dayRangeOf(slice('2026-11-25T10:10Z'))).toEqual({
    ...{ first: slice('2026-11-24T18:15Z'), end: slice('2026-11-25T18:15Z') },
  });
});

test('an hour that comes twice is two, and a day has as many as it has', () => {
  const london = new RollupHours('Europe/London');
  expect(london.hourOf(slice('2026-10-25T00:30Z')).end).toBe(slice('2026-10-25T01:00Z'));
  expect(london.hourOf(slice('2026-10-25T01:30Z')).first).toBe(slice('2026-10-25T01:00Z'));
  expect(lengths(london.dayRangeOf(slice('2026-10-25T12:00Z')))).toBe(100);
  expect(lengths(london.dayRangeOf(slice('2026-03-29T12:00Z')))).toBe(92);
  // An island that moves its clocks by half an hour: the second 1:30 to 2:00 is an hour of its own.
  const lordHowe = new RollupHours('Australia/Lord_Howe');
  expect(lengths(lordHowe.hourOf(slice('2026-04-04T15:00Z')))).toBe(2);
  expect(lengths(lordHowe.dayRangeOf(slice('2026-04-04T15:00Z')))).toBe(98);
});

test('two names of one zone are one', () => {
  expect(new RollupHours('Asia/Kolkata').timeZone).toBe(new RollupHours('Asia/Calcutta').timeZone);
});
