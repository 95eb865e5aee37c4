import { Extensions } from 'type-graphql';

export const POINTS = 'points';
export const OF_PAGE = 'ofPage';

/**
 * On a field: what it costs to find, in points. Without it a value costs one (it lies in memory), what a query asks for
 * first ten, and a mutation fifty (it writes, in a transaction, and is told to others).
 */
export function Costs(points: number): ReturnType<typeof Extensions> {
  return Extensions({ [POINTS]: points });
}

/** On a list whose items a `first` further up has counted already, such as what has entered a page. */
export function OfPage(): ReturnType<typeof Extensions> {
  return Extensions({ [OF_PAGE]: true });
}
