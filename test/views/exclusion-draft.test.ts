import { checkRange } from '../../src/views/exclusion-draft';

const at = (time: string) => new Date(`2026-11-25T${time}Z`);
const NOW_MS = at('12:20:00').getTime();

test.each([
  ['a range of the past', '11:00:00', '12:00:00'],
  ['one until now', '12:15:00', '12:20:00'],
  ['one until the end of the running quarter, which takes what there is of it', '12:15:00', '12:30:00'],
])('%s is taken', (_, from, to) => {
  expect(() => checkRange(at(from), at(to), NOW_MS)).not.toThrow();
});

test.each([
  ['that ends after the running quarter', '12:15:00', '12:30:01', 'to'],
  ['that ends before it begins', '12:00:00', '11:59:59', 'to'],
  ['of no length', '12:00:00', '12:00:00', 'to'],
])('one %s is refused, by its field', (_, from, to, field) => {
  expect(() => checkRange(at(from), at(to), NOW_MS)).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', field }),
  );
});

test('one before 1970 is refused', () => {
  expect(() => checkRange(new Date(-1), at('12:00:00'), NOW_MS)).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'from' }),
  );
});
