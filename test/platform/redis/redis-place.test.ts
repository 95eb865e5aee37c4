import { partsOf, withoutPassword } from '../../../src/platform/redis/redis-place';

test.each([
  {
    url: 'redis://one',
    addresses: [{ host: 'one', port: 6379 }],
    password: undefined,
    database: 0,
    usesTls: false,
  },
  {
    url: 'redis://:p%40ss@one:7/3',
    addresses: [{ host: 'one', port: 7 }],
    password: 'p@ss',
    database: 3,
    usesTls: false,
  },
  {
    url: 'rediss://user:pass@one:7000,[::1]:7001,two',
    addresses: [
      { host: 'one', port: 7000 },
      { host: '::1', port: 7001 },
      { host: 'two', port: 6379 },
    ],
    password: 'pass',
    database: 0,
    usesTls: true,
  },
])('$url', ({ url, ...parts }) => {
  expect(partsOf({ url })).toMatchObject(parts);
});

test('Sentinels listen on a port of their own', () => {
  expect(partsOf({ url: 'redis://one', mode: 'sentinel' }).addresses).toEqual([
    { host: 'one', port: 26_379 },
  ]);
});

test.each([
  { url: 'redis://user:secret@one:7000,two:7000/1', shown: 'one:7000,two:7000/1' },
  { url: 'postgres://user:se/cret@db:5432/news?password=secret', shown: 'db:5432/news' },
])('of $shown the password is not shown', ({ url, shown }) => {
  expect(withoutPassword(url)).toBe(shown);
});
