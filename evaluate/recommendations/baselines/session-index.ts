// Sessions by article and articles by session, as session kNN asks for them: of each article the newest sessions that
// have read it. Sessions that are still going on are in it.

const CUT_AT = 2;

export interface KnownSession {
  articles: number[];
  latestMs: number;
}

export class SessionIndex {
  private readonly sessions = new Map<number, KnownSession>();
  /** By article: numbers of sessions, the newest last. */
  private readonly ofArticle = new Map<number, number[]>();

  /** @param sample so many sessions of an article are kept. */
  constructor(private readonly sample: number) {}

  add(session: number, article: number, atMs: number): void {
    const known = this.sessions.get(session) ?? { articles: [], latestMs: atMs };
    this.sessions.set(session, known);
    known.articles.push(article);
    known.latestMs = atMs;
    const sessions = this.ofArticle.get(article) ?? [];
    this.ofArticle.set(article, sessions);
    sessions.push(session);
    if (sessions.length >= CUT_AT * this.sample) sessions.splice(0, sessions.length - this.sample);
  }

  /** The newest that share an article with `articles`, the newest first; without the session itself. */
  newest(articles: readonly number[], without: number): KnownSession[] {
    const found = new Set<number>();
    for (const article of articles) {
      const sessions = this.ofArticle.get(article);
      if (sessions === undefined) continue;
      const last = Math.max(0, sessions.length - this.sample - 1);
      for (let at = sessions.length - 1; at >= last; at--) found.add(sessions[at]!);
    }
    found.delete(without);
    const known = Array.from(found, (session) => this.sessions.get(session)!);
    known.sort((a, b) => b.latestMs - a.latestMs);
    return known.length > this.sample ? known.slice(0, this.sample) : known;
  }
}
