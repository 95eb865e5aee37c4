export type Variables = Readonly<Record<string, unknown>>;

/** How often: a number, or what the variables say. */
export type Times = number | ((variables: Variables) => number);

export interface Amount {
  points: number;
  items: number;
}

interface Part {
  times: Times;
  /** Whether each time is an item of a list, or the part is only shared with others. */
  isList: boolean;
  price: Price;
}

/** A sum, of which that part is kept apart which depends on variables. */
export class Price implements Amount {
  items = 0;
  readonly parts: Part[] = [];

  constructor(public points = 0) {}

  /** The same price may be added to many: spreads of one fragment. What varies in it is not copied. */
  add(price: Price): void {
    if (price.parts.length > 0) {
      this.parts.push({ times: 1, isList: false, price });
      return;
    }
    this.points += price.points;
    this.items += price.items;
  }

  /** A list: each item costs a point beside what stands in it. */
  addList(times: Times, price: Price): void {
    if (typeof times === 'function' || price.parts.length > 0) {
      this.parts.push({ times, isList: true, price });
      return;
    }
    this.points += times * (1 + price.points);
    this.items += times * (1 + price.items);
  }
}

export function amountUnder(price: Price, variables: Variables): Amount {
  return price.parts.length === 0 ? price : sumOf(price, variables, new Map());
}

/** Each price is summed up once: fragments may be spread in fragments without bound. */
function sumOf(price: Price, variables: Variables, known: Map<Price, Amount>): Amount {
  if (price.parts.length === 0) return price;
  const before = known.get(price);
  if (before !== undefined) return before;
  const sum = { points: price.points, items: price.items };
  for (const { times, isList, price: part } of price.parts) {
    const count = typeof times === 'number' ? times : times(variables);
    const within = sumOf(part, variables, known);
    const own = isList ? 1 : 0;
    sum.points += count * (own + within.points);
    sum.items += count * (own + within.items);
  }
  known.set(price, sum);
  return sum;
}
