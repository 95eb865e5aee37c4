// GraphQL's Int ends at 2^31 - 1, and a popular article passes that; a double is exact to 2^53 - 1, and so is JSON as
// every client reads it.

import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

export const Count = new GraphQLScalarType<number, number>({
  name: 'Count',
  description: 'A whole number from 0 to 9007199254740991 (2^53 - 1): views, comments, articles.',
  serialize: asCount,
  parseValue: asCount,
  parseLiteral(node) {
    if (node.kind === Kind.INT) return asCount(Number(node.value));
    throw new GraphQLError('Count must be a whole number.', { nodes: node });
  },
});

function asCount(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new GraphQLError(`Count cannot be ${String(value)}: it is a whole number, 0 or more.`);
}
