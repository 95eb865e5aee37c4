// The names of lines, at their ends: one below another where they would lie over each other.

import { type Box, fixed, text } from './svg';

export interface LineEnd {
  name: string;
  kind: string;
  /** Where the line ends, from the top. */
  y: number;
}

const LABEL_HEIGHT = 17;
/** From the line of letters to the middle of them. */
const HALF_LETTER = 4;

export function endLabels(box: Box, ends: readonly LineEnd[]): string {
  const left = box.left + box.width + 10;
  let lowest = -Infinity;
  return [...ends]
    .sort((a, b) => a.y - b.y)
    .map(({ name, kind, y }) => {
      lowest = Math.max(y + HALF_LETTER, lowest + LABEL_HEIGHT);
      const at = fixed(lowest - HALF_LETTER);
      const mark = `<line x1="${left}" x2="${left + 16}" y1="${at}" y2="${at}" class="line ${kind}"/>`;
      return mark + text(left + 22, lowest, name, { kind: 'label' });
    })
    .join('');
}
