// Articles with scores, given out best first: of two that score the same, the larger number. Only those that are taken
// are put in order (a binary heap): a list takes a dozen of a hundred and fifty.

export class BestFirst {
  private readonly articles: number[] = [];
  private readonly scores: number[] = [];
  private isHeap = false;

  add(article: number, score: number): void {
    this.articles.push(article);
    this.scores.push(score);
    this.isHeap = false;
  }

  /** Whether the best that is left comes before one of that score. */
  isBefore(score: number, article: number): boolean {
    if (this.articles.length === 0) return false;
    this.order();
    const best = this.scores[0]!;
    return best > score || (best === score && this.articles[0]! > article);
  }

  /** The best that is left; it is not there any more then. */
  take(): number | undefined {
    this.order();
    const { articles, scores } = this;
    const best = articles[0];
    const [article, score] = [articles.pop(), scores.pop()];
    if (articles.length > 0) this.sink(0, article!, score!);
    return best;
  }

  private order(): void {
    if (this.isHeap) return;
    this.isHeap = true;
    for (let at = (this.articles.length >> 1) - 1; at >= 0; at--) {
      this.sink(at, this.articles[at]!, this.scores[at]!);
    }
  }

  /** Puts it where nothing below it is better. */
  private sink(from: number, article: number, score: number): void {
    const { articles, scores } = this;
    let at = from;
    for (let child = 2 * at + 1; child < articles.length; child = 2 * at + 1) {
      if (child + 1 < articles.length && this.isBetter(child + 1, articles[child]!, scores[child]!)) child++;
      if (!this.isBetter(child, article, score)) break;
      articles[at] = articles[child]!;
      scores[at] = scores[child]!;
      at = child;
    }
    articles[at] = article;
    scores[at] = score;
  }

  private isBetter(at: number, article: number, score: number): boolean {
    const own = this.scores[at]!;
    return own > score || (own === score && this.articles[at]! > article);
  }
}
