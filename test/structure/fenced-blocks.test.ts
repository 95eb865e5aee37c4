import { differences, fencedBlocksOf, jsonIn } from './fenced-blocks';

test('blocks are found with their language and line', () => {
  const markdown = 'Text\n```sh\nnpm start\n```\n\n```\nready\n```\n';
  expect(fencedBlocksOf(markdown)).toEqual([
    { language: 'sh', text: 'npm start\n', line: 2 },
    { language: '', text: 'ready\n', line: 6 },
  ]);
  expect(() => fencedBlocksOf('```sh\nnpm start\n')).toThrow('line 1');
});

test('JSON is found between other words, and over lines', () => {
  expect(jsonIn('ok {"a":"}\\"{"}\n{"b":{"c":"d\ne"}} end')).toEqual([{ a: '}"{' }, { b: { c: 'd e' } }]);
  expect(jsonIn('cut {"a":1')).toEqual([]);
});

describe('two answers differ', () => {
  const answer = {
    data: {
      article: { headline: 'A', views: 3 },
      popularNow: { edges: [{ rank: 1, node: { headline: 'B' } }] },
    },
  };

  test.each([
    { title: 'in nothing', other: answer, differ: false },
    {
      title: 'in what depends on the moment',
      other: {
        data: {
          article: { headline: 'A', views: 9 },
          popularNow: { edges: [{ rank: 1, node: { headline: 'C' } }, {}] },
        },
      },
      differ: false,
    },
    {
      title: 'in a headline',
      other: { data: { ...answer.data, article: { headline: 'C', views: 3 } } },
      differ: true,
    },
    { title: 'in a field', other: { data: { ...answer.data, article: { headline: 'A' } } }, differ: true },
    {
      title: 'in the kind of a value',
      other: { data: { ...answer.data, article: { headline: 'A', views: '3' } } },
      differ: true,
    },
    {
      title: 'in a list that is empty',
      other: { data: { ...answer.data, popularNow: { edges: [] } } },
      differ: true,
    },
    { title: 'by an error', other: { errors: [], data: answer.data }, differ: true },
    { title: 'by all of it', other: undefined, differ: true },
  ])('$title: $differ', ({ other, differ }) => {
    expect(differences(answer, other).length > 0).toBe(differ);
  });
});
