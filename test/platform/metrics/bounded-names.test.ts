import { BoundedNames } from '../../../src/platform/metrics/bounded-names';

test('the first names stay, each further one is other', () => {
  const names = new BoundedNames(2);
  expect(['a', 'b', 'c', 'a', 'c'].map((name) => names.of(name))).toEqual(['a', 'b', 'other', 'a', 'other']);
});

test.each(['', ' a', 'a"b', 'a\\b', 'a\nb', 'ä', '-', 'x'.repeat(65)])(
  '%j is other, and takes no place',
  (name) => {
    const names = new BoundedNames(1);
    expect(names.of(name)).toBe('other');
    expect(names.of('a')).toBe('a');
  },
);
