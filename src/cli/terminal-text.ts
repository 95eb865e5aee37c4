// Text in the columns of a terminal: what a reader sees as one character may be several to the machine, and Chinese,
// Japanese and Korean characters and pictures take two columns each (Unicode TR11, wide and fullwidth).

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f]|[\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Emoji}\ufe0f)/u;
/** Nothing of it is seen: joiners and marks that stand alone. */
const unseen = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u;
/** What would move the cursor, colour the rest or turn it round. */
const commands = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

export function columnsOf(text: string): number {
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += columnsOfGrapheme(segment);
  return columns;
}

/** In exactly so many columns: filled with blanks, or cut with an ellipsis; control characters become blanks. */
export function fitTo(columns: number, text: string): string {
  const plain = text.replace(commands, ' ');
  const width = columnsOf(plain);
  if (width <= columns) return plain + ' '.repeat(columns - width);
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(plain)) {
    const more = columnsOfGrapheme(segment);
    if (used + more > columns - 1) break;
    kept += segment;
    used += more;
  }
  const cut = kept.trimEnd();
  return `${cut}…${' '.repeat(columns - 1 - columnsOf(cut))}`;
}

function columnsOfGrapheme(grapheme: string): number {
  if (unseen.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}
