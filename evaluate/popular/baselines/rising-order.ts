// Where scores only ever rise, the order changes at a rise alone, so the first places are kept as they change and
// asking for them costs nothing, however many articles there are.

export class RisingOrder {
  private readonly first: number[] = [];
  private readonly scores: number[] = [];

  constructor(private readonly keptPlaces = 50) {}

  scoreOf(article: number): number {
    return this.scores[article] ?? 0;
  }

  /** @param score larger than what the article had */
  raise(article: number, score: number): void {
    while (this.scores.length <= article) this.scores.push(Number.NEGATIVE_INFINITY);
    this.scores[article] = score;
    const { first, scores } = this;
    let at = first.indexOf(article);
    if (at === -1) {
      if (first.length === this.keptPlaces && isBefore(scores, first.at(-1)!, article)) return;
      at = first.length < this.keptPlaces ? first.length : first.length - 1;
    }
    while (at > 0 && isBefore(scores, article, first[at - 1]!)) {
      first[at] = first[at - 1]!;
      at--;
    }
    first[at] = article;
  }

  /** Multiplies every score alike, which changes no order. */
  scale(factor: number): void {
    for (let article = 0; article < this.scores.length; article++) {
      if (this.scores[article]! > 0) this.scores[article]! *= factor;
    }
  }

  list(places: number): number[] {
    if (places > this.keptPlaces) throw new Error(`Only the first ${this.keptPlaces} are kept.`);
    return this.first.slice(0, places);
  }
}

/** Of two alike the newer stands first. */
function isBefore(scores: readonly number[], article: number, other: number): boolean {
  return scores[article]! > scores[other]! || (scores[article]! === scores[other]! && article > other);
}
