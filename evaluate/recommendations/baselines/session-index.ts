// Sessions by article and articles by session, as session kNN asks for them: of each article the newest sessions that
// have read it. Sessions that are still going on are in it.

const CUT_AT = 2;
/** More than sessions that are looked at; times it, the milliseconds of years are still whole numbers. */
const PLACES = 2 ** 16;

export interface KnownSession {
  articles: number[];
  latestMs: number;
}

export class SessionIndex {
  private beganMs = 0;
  private readonly sessions = new Map<number, KnownSession>();
  /** By article: numbers of sessions, the newest last. */
  private readonly ofArticle = new Map<number, number[]>();

  /** @param sample so many sessions of an article are kept. */
  constructor(private readonly sample: number) {}

  add(session: number, article: number, atMs: number): void {
    this.beganMs ||= atMs;
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
    return this.newestFirst([...found]);
  }

  /** By whole numbers that hold time and place: a sort of numbers takes a tenth of one by comparing sessions. */
  private newestFirst(sessions: readonly number[]): KnownSession[] {
    const known = sessions.map((session) => this.sessions.get(session)!);
    const keys = new Float64Array(known.length);
    for (let at = 0; at < known.length; at++) keys[at] = (known[at]!.latestMs - this.beganMs) * PLACES + at;
    keys.sort();
    const newest: KnownSession[] = [];
    for (let at = keys.length - 1; at >= Math.max(0, keys.length - this.sample); at--) {
      newest.push(known[keys[at]! % PLACES]!);
    }
    return newest;
  }
}
