import { GraphQLObjectType, GraphQLSchema, graphqlSync, Kind } from 'graphql';
import { Count } from '../../../src/platform/graphql/count.scalar';

describe('Count', () => {
  test.each([0, 3_000_000_000, Number.MAX_SAFE_INTEGER])('shows and reads %p', (count) => {
    expect(Count.serialize(count)).toBe(count);
    expect(Count.parseValue(count)).toBe(count);
    expect(Count.parseLiteral({ kind: Kind.INT, value: String(count) })).toBe(count);
  });

  test.each([-1, 1.5, Number.NaN, 2 ** 53, '7', null, 7n])('refuses %p', (value) => {
    expect(() => Count.parseValue(value)).toThrow('Count cannot be');
  });

  test('a count past 2^31 leaves its object whole', () => {
    const query = new GraphQLObjectType({
      name: 'Query',
      fields: { views: { type: Count, resolve: () => 3_000_000_000 } },
    });
    expect(graphqlSync({ schema: new GraphQLSchema({ query }), source: '{ views }' })).toEqual({
      data: { views: 3_000_000_000 },
    });
  });
});
