// An order of articles that Postgres does not know, such as that of their views. `views/` implements it.

export interface ArticleOrder {
  /** By article number; every number asked for has one. The larger comes first, of two equal ones the larger number. */
  ranksBy(numbers: readonly number[]): Promise<ReadonlyMap<number, number>>;
}
