import { Parser } from 'htmlparser2';

/** Inside a sentence: a tag that may stand in the middle of a word. */
const inline = new Set('a abbr b bdi cite code em i mark q s small span strong sub sup time u'.split(' '));
/** Said beside a text, not in it. */
const unread = new Set('script style template noscript rp rt'.split(' '));

/** What one reads of a body, at most `charactersMax` of it; whatever it is, broken HTML too. */
export function plainText(html: string, charactersMax: number): string {
  let text = '';
  let unreadDepth = 0;
  const parser = new Parser({
    onopentag(name) {
      if (unread.has(name)) unreadDepth++;
      if (!inline.has(name)) text += ' ';
    },
    onclosetag(name) {
      if (unread.has(name)) unreadDepth = Math.max(0, unreadDepth - 1);
      if (!inline.has(name)) text += ' ';
    },
    ontext(part) {
      if (unreadDepth === 0) text += part;
    },
  });
  for (let at = 0; at < html.length && text.length < charactersMax; at += PART) {
    parser.write(html.slice(at, at + PART));
  }
  parser.end();
  return text.slice(0, charactersMax);
}

/** So that a megabyte is not read to its end. */
const PART = 8_192;
