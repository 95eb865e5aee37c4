// The few best of many, which is all that a list needs: no sorting of thousands at every tick. Of two alike the newer
// one stands first, as in the product; articles are numbered in the order of their first view.

export class BestPlaces {
  private readonly articles: number[] = [];
  private readonly scores: number[] = [];

  constructor(private readonly places: number) {}

  /** What a score must reach to stand here; below it nothing need be worked out. */
  get least(): number {
    return this.scores.length < this.places ? 0 : this.scores[this.places - 1]!;
  }

  /** Nothing of no score stands on a list. */
  offer(article: number, score: number): void {
    const { articles, scores, places } = this;
    if (!(score > 0) || score < this.least) return;
    let at = scores.length;
    while (
      at > 0 &&
      (scores[at - 1]! < score || (scores[at - 1]! === score && articles[at - 1]! < article))
    ) {
      at--;
    }
    if (at >= places) return;
    scores.splice(at, 0, score);
    articles.splice(at, 0, article);
    if (scores.length > places) {
      scores.pop();
      articles.pop();
    }
  }

  list(): number[] {
    return [...this.articles];
  }
}

/** The articles of a few, by score. */
export function bestOf(articles: Iterable<number>, scoreOf: (article: number) => number, places: number) {
  const best = new BestPlaces(places);
  for (const article of articles) best.offer(article, scoreOf(article));
  return best.list();
}
