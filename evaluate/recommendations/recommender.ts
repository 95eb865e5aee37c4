// What is compared: something that is told of every step of every session in the order of time, and is asked where a
// session goes on to before it is told. It knows nothing of what comes after.

export interface Step {
  atMs: number;
  /** Articles, visitors and sessions are numbered from 0. */
  article: number;
  visitor: number;
  session: number;
  /** What the session had read before, latest last. */
  read: readonly number[];
}

/** A session at a moment: where does it go on to? */
export type Question = Pick<Step, 'atMs' | 'session' | 'read'>;

export type Answer = readonly number[];

export interface Recommender {
  /** Articles, best first; nothing that the session has read. */
  list(question: Question, places: number): Answer | Promise<Answer>;
  take(step: Step): void | Promise<void>;
  close?(): Promise<void>;
}

/** One that needs to wait for nothing. */
export interface PromptRecommender {
  list(question: Question, places: number): Answer;
  take(step: Step): void;
}

export type Kind = 'ours' | 'baseline';

/** Made anew for each run: they remember. */
export interface Contestant {
  /** Short, as it stands in tables. */
  name: string;
  /** Where its formula is from. */
  source: string;
  kind: Kind;
  make(): Recommender | Promise<Recommender>;
}
