import { KnownDocuments } from '../../../src/platform/graphql/known-documents';
import { persistedQueries } from '../../../src/platform/graphql/persisted-queries';

const own = 'query Own { __typename }\n';
const known = new KnownDocuments([own]);
const [ownHash = ''] = known.textOfHash.keys();

function cacheFor(mode: 'auto' | 'known-only') {
  const { persistedQueries: options } = persistedQueries({ persistedQueries: mode, known });
  if (options === false || options?.cache === undefined) throw new Error('There is no cache.');
  return options.cache;
}

test('what clients register takes eight megabytes at most: what was not asked for lately is forgotten', async () => {
  const cache = cacheFor('auto');
  const text = (number: number) => `# ${'x'.repeat(20_000)}\n{ a${number}: __typename }`;
  await cache.set('apq:kept', text(0));
  for (let number = 1; number <= 1_000; number++) {
    await cache.set(`apq:${number}`, text(number));
    await cache.get('apq:kept');
  }
  const kept = await Promise.all(Array.from({ length: 1_000 }, (_, index) => cache.get(`apq:${index + 1}`)));
  const count = kept.filter((found) => found !== undefined).length;
  expect(count).toBeGreaterThan(150);
  expect(count).toBeLessThan(210);
  expect(kept.at(-1)).toBe(text(1_000));
  expect(await cache.get('apq:kept')).toBe(text(0));
  expect(await cache.get(`apq:${ownHash}`)).toBe(own);
});

test('a single document larger than all of that is not kept, and pushes nothing out', async () => {
  const cache = cacheFor('auto');
  await cache.set('apq:small', '{ __typename }');
  await cache.set('apq:huge', 'x'.repeat(5_000_000));
  expect(await cache.get('apq:huge')).toBeUndefined();
  expect(await cache.get('apq:small')).toBe('{ __typename }');
});

test('a list of known documents learns nothing', async () => {
  const cache = cacheFor('known-only');
  await cache.set('apq:new', '{ __typename }');
  expect(await cache.get('apq:new')).toBeUndefined();
  expect(await cache.get(`apq:${ownHash}`)).toBe(own);
});
