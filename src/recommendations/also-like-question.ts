// What is asked of You May Also Like: on the page of an article, by a reader on any other page, or for articles that
// somebody names, as a newsletter does.

import type { ArticleCard } from '../articles/article-card';
import type { RuleSettings } from '../ranking/rules/ranking-rules';

export interface AlsoLikeQuestion {
  /** The article whose page asks, if one does. */
  page?: ArticleCard;
  /** Ids of what was read in this session, latest last: never shown; the last of them say where readers go from it. */
  read?: readonly string[];
  /** Who has asked not to be followed gets the same list as everybody, without what was read. */
  steeredByReading?: boolean;
  /** Ids of articles that count alike: never shown. */
  articles?: readonly string[];
  /** Ids of what the page shows already: never shown, and says nothing of where readers go. */
  excluding?: readonly string[];
  /** Its articles, and those of the sections under it, come first. */
  section?: { id: string; family: ReadonlySet<string> };
  /** Articles in it come first. */
  language?: string;
  /** What a client has asked for; of A it says nothing, since A is the list that all readers see. */
  variant?: 'B';
  /** While an experiment runs, and its B is asked for: what is tried. */
  trial?: { id: string; settings: RuleSettings };
  places: number;
}

/** How long a list is at most; it is computed whole, whatever is asked for. */
export const ALSO_LIKE_PLACES = 20;
/** The same where it is not on the page of an article: apps and newsletters go on for longer. */
export const FOR_YOU_PLACES = 50;

/** The name of a list that everybody gets alike; undefined where it depends on who asks. */
export function sharedNameOf(question: AlsoLikeQuestion): string | undefined {
  const { read = [], articles = [], excluding = [], trial } = question;
  if (read.length + articles.length + excluding.length > 0) return undefined;
  return trial === undefined ? nameOf(question) : `${nameOf(question)} ${trial.id}`;
}

/** What a cursor says of the list that it goes on in: all but what is left out, which may change from page to page. */
export function nameOf({ page, articles = [], section, language, variant }: AlsoLikeQuestion): string {
  const name = [page?.number ?? '', articles.join(), section?.id ?? '', language ?? ''].join(' ');
  return variant === undefined ? name : `${name} ${variant}`;
}
