// What a document is, before a parser sees it: its first element, and what stands in front of that. Here the things
// that are not feeds at all are told apart and named.

import { FeedRefused } from './imports.errors';

export type FeedFormat = 'rss' | 'rdf' | 'atom';

export interface FeedDocument {
  format: FeedFormat;
  /** Without a document type, whose entities are never looked at. */
  text: string;
}

// A root that is not among the first 64 k characters is not the root of a feed.
const MAX_PROLOG_CHARACTERS = 65_536;
const SHOWN_CHARACTERS = 40;
const SHOWN_LINKS = 3;
const formats: Record<string, FeedFormat> = { rss: 'rss', rdf: 'rdf', feed: 'atom' };

/** @throws FeedRefused when this is no feed, only the beginning of one, or one that defines entities of its own. */
export function findFeedRoot(text: string, place: string): FeedDocument {
  const start = text.search(/\S/);
  if (start === -1) throw new FeedRefused(place, 'is empty.');
  const { root, rootAt, doctype } = readProlog(text, start);
  if (root === undefined) throw new FeedRefused(place, notMarkup(text, start));
  const format = formats[localName(root)];
  if (format === undefined) throw new FeedRefused(place, otherRoot(root, text));
  refuseEntities(doctype, place);
  if (!isClosed(text, root, rootAt)) {
    throw new FeedRefused(place, `ends in the middle: there is no </${root}>. Fetch it again.`);
  }
  return { format, text: `<?xml version="1.0"?>${text.slice(rootAt)}` };
}

function isClosed(text: string, root: string, rootAt: number): boolean {
  const mark = `</${root}`;
  const behind = (at: number) => /[\s>]/.test(text[at + mark.length] ?? '');
  let at = text.lastIndexOf(mark);
  while (at > rootAt && !behind(at)) at = text.lastIndexOf(mark, at - 1); // "</feedburner:x>" does not close "<feed>"
  return at > rootAt;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase();

interface Prolog {
  root: string | undefined;
  rootAt: number;
  doctype: string;
}

/** Steps over declarations, instructions, comments and the document type. */
function readProlog(text: string, start: number): Prolog {
  const limit = Math.min(text.length, start + MAX_PROLOG_CHARACTERS);
  let doctype = '';
  let at = start;
  while (at < limit) {
    while (at < limit && /\s/.test(text[at] as string)) at++;
    const end = endOfPrologPart(text, at, limit);
    if (end === undefined) break;
    if (/^<!doctype/i.test(text.slice(at, at + 9))) doctype = text.slice(at, end);
    at = end;
  }
  const root = /^<([A-Za-z_][\w.:-]*)[\s/>]/.exec(text.slice(at, at + 200))?.[1];
  return { root, rootAt: at, doctype };
}

function endOfPrologPart(text: string, at: number, limit: number): number | undefined {
  const after = (mark: string): number | undefined => {
    const found = text.indexOf(mark, at);
    return found === -1 ? undefined : found + mark.length;
  };
  if (text.startsWith('<?', at)) return after('?>');
  if (text.startsWith('<!--', at)) return after('-->');
  if (text.startsWith('<!', at)) return endOfDoctype(text, at, limit);
  return undefined;
}

function endOfDoctype(text: string, at: number, limit: number): number | undefined {
  let quote = '';
  let depth = 0;
  for (let index = at; index < limit; index++) {
    const character = text[index] as string;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '[') depth++;
    else if (character === ']') depth--;
    else if (character === '>' && depth <= 0) return index + 1;
  }
  return undefined;
}

/** Parameter entities (old RSS 1.0 templates name the Latin ones) do no harm, since nothing is expanded. */
function refuseEntities(doctype: string, place: string): void {
  const entity = /<!ENTITY\s+([^%\s]\S*)/i.exec(doctype)?.[1];
  if (entity === undefined) return;
  throw new FeedRefused(
    place,
    `defines XML entities of its own (&${entity};), as entity bombs do. They are never expanded; write them out.`,
  );
}

function notMarkup(text: string, start: number): string {
  const beginning = text.slice(start, start + SHOWN_CHARACTERS).replace(/\s+/g, ' ');
  if (/^[[{]/.test(beginning)) return 'is JSON. What is read here is RSS and Atom.';
  return `is not RSS or Atom: it begins with "${beginning}".`;
}

function otherRoot(root: string, text: string): string {
  if (localName(root) !== 'html') return `is not RSS or Atom: it is a <${root}> document.`;
  const links = feedLinks(text);
  const where = links.length === 0 ? '' : ` Its feed: ${links.join(', ')}`;
  return `is a web page (HTML), not a feed.${where}`;
}

/** The feeds that a page names in its head. */
function feedLinks(page: string): string[] {
  const links = page.slice(0, MAX_PROLOG_CHARACTERS).match(/<link\b[^>]*>/gi) ?? [];
  return links
    .filter((link) => /type\s*=\s*["']?application\/(rss|atom|rdf)\+xml/i.test(link))
    .flatMap((link) => /href\s*=\s*["']([^"']{1,300})["']/i.exec(link)?.[1] ?? [])
    .slice(0, SHOWN_LINKS);
}
