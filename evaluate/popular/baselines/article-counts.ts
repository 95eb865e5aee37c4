/** A count of each article that goes up and down, and who has any: the others cost nothing. */
export class ArticleCounts {
  private readonly counts: number[] = [];
  private readonly counted: number[] = [];
  /** By article, its place among `counted`. */
  private readonly placeOf: number[] = [];

  of(article: number): number {
    return this.counts[article] ?? 0;
  }

  /** Every article that has a count, in no order. */
  articles(): readonly number[] {
    return this.counted;
  }

  up(article: number): void {
    while (this.counts.length <= article) this.counts.push(0);
    if (this.counts[article]! === 0) {
      this.placeOf[article] = this.counted.length;
      this.counted.push(article);
    }
    this.counts[article]!++;
  }

  down(article: number): void {
    this.counts[article]!--;
    if (this.counts[article]! > 0) return;
    const place = this.placeOf[article]!;
    const last = this.counted.pop()!;
    if (last === article) return;
    this.counted[place] = last;
    this.placeOf[last] = place;
  }
}
