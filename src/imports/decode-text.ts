// From bytes to characters. Four voices say how a feed is encoded (a byte order mark, the server, the XML declaration,
// the bytes themselves) and they often disagree; the first that fits the bytes is believed.

import iconv from 'iconv-lite';

// What a declaration must stand within.
const DECLARATION_BYTES = 1_024;
const declaredEncoding = /^\s*<\?xml[^>]*?encoding\s*=\s*["']\s*([\w.:-]+)/;

// Characters that XML 1.0 does not have, but feeds do.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const illegalCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** The text, without characters that neither XML nor Postgres can hold. */
export function decodeText(bytes: Buffer, serverCharset: string | undefined): string {
  return withoutIllegalCharacters(decode(bytes, serverCharset));
}

export function withoutIllegalCharacters(text: string): string {
  return text.replace(illegalCharacters, '');
}

// A picture or a program shows itself in its first bytes: control characters, and no markup.
const LOOKED_AT_BYTES = 64;

export function isBinary(bytes: Buffer): boolean {
  if (byMark(bytes) !== undefined) return false;
  const beginning = bytes.subarray(0, LOOKED_AT_BYTES).toString('latin1');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u0008\u000e-\u001f]/.test(beginning) && !beginning.includes('<');
}

function decode(bytes: Buffer, serverCharset: string | undefined): string {
  const marked = byMark(bytes);
  if (marked !== undefined) return iconv.decode(bytes, marked);
  const asUtf8 = strictUtf8(bytes);
  const declared = declaredEncoding.exec(bytes.subarray(0, DECLARATION_BYTES).toString('latin1'))?.[1];
  for (const named of [serverCharset, declared]) {
    if (named === undefined || !iconv.encodingExists(named)) continue;
    // A Latin encoding fits any bytes; where they are valid UTF-8 with letters beyond ASCII, it is a wrong label.
    if (isSingleByteLatin(named) && asUtf8 !== undefined) return asUtf8;
    if (isUtf8(named)) return asUtf8 ?? damagedUtf8(bytes);
    if (isUtf16(named)) continue; // a document whose declaration can be read as ASCII is not UTF-16
    return iconv.decode(bytes, named);
  }
  return asUtf8 ?? damagedUtf8(bytes);
}

function byMark(bytes: Buffer): string | undefined {
  const [first, second, third, fourth] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf8';
  if (first === 0xfe && second === 0xff) return 'utf16be';
  if (first === 0xff && second === 0xfe) return 'utf16le';
  // "<?" in UTF-16, the mark forgotten
  if (first === 0x00 && second === 0x3c && third === 0x00 && fourth === 0x3f) return 'utf16be';
  if (first === 0x3c && second === 0x00 && third === 0x3f && fourth === 0x00) return 'utf16le';
  return undefined;
}

const isUtf8 = (name: string): boolean => /^utf-?8$/i.test(name);
const isUtf16 = (name: string): boolean => /^(utf-?16|ucs-?2|iso-10646-ucs-2)/i.test(name);
const isSingleByteLatin = (name: string): boolean =>
  /^(iso-?8859-?1|iso-?8859-?15|latin-?1|us-ascii|ascii|windows-?1252|cp-?1252)$/i.test(name);

function strictUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** UTF-8 with a few bytes cut loses those; where hardly anything else is left, it was a Western code page all along. */
function damagedUtf8(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const lost = text.match(/\ufffd/g)?.length ?? 0;
  const beyondAscii = text.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0;
  return lost > beyondAscii ? iconv.decode(bytes, 'windows-1252') : text;
}
