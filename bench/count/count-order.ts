/** What both generators of load are told in each round, and what they say of it. */
export interface CountOrder {
  seconds: number;
  /** How many articles each visitor reads, one after another. */
  viewsOfVisitor: 1 | 3;
  /** Over all connections; absent means as many as can be. */
  batchesPerSecond?: number;
}

export interface CountLoad {
  /** Acknowledged as counted. */
  views: number;
  /** Of these, what a visitor read after something else. */
  onward: number;
  /** Batches that were not answered in time. */
  sentAgain: number;
  seconds: number;
  /** Of the generator. */
  processorMicroseconds: number;
}

export const VIEWS_OF_SESSION = 3;

/** A few articles get most of the views: the same few on both sides. */
export function drawn<Article>(articles: readonly Article[]): Article {
  return articles[Math.floor(articles.length * Math.random() ** 3)]!;
}

/** Another than those. */
export function drawnBeside<Article>(articles: readonly Article[], others: readonly Article[]): Article {
  let article = drawn(articles);
  while (others.includes(article)) article = drawn(articles);
  return article;
}

export function processorMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
