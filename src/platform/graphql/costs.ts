import { Extensions } from 'type-graphql';

export const POINTS = 'points';

/**
 * On a field: what it costs to find, in points. Without it a value costs one (it lies in memory), what a query asks for
 * first ten, and a mutation fifty (it writes, in a transaction, and is told to others).
 */
export function Costs(points: number): ReturnType<typeof Extensions> {
  return Extensions({ [POINTS]: points });
}
