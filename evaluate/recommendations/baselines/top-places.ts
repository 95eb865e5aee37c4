/** The best `places` of scored articles, best first; of two alike the newer. */
export class TopPlaces {
  private readonly articles: number[] = [];
  private readonly scores: number[] = [];

  constructor(private readonly places: number) {}

  offer(article: number, score: number): void {
    const { articles, scores, places } = this;
    if (articles.length === places && !this.isBefore(article, score, places - 1)) return;
    let at = articles.length < places ? articles.length : places - 1;
    for (; at > 0 && this.isBefore(article, score, at - 1); at--) {
      articles[at] = articles[at - 1]!;
      scores[at] = scores[at - 1]!;
    }
    articles[at] = article;
    scores[at] = score;
  }

  list(): number[] {
    return this.articles;
  }

  private isBefore(article: number, score: number, place: number): boolean {
    const there = this.scores[place]!;
    return score > there || (score === there && article > this.articles[place]!);
  }
}
