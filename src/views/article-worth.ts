export interface ArticleWorth {
  article: number;
  /** Decayed views now, on the boards of hour, day and week. */
  worth: readonly [hour: number, day: number, week: number];
}
