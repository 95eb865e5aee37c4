// Popular Now on a terminal: a line for each change of the first five, in plain characters.
//
//   14:05:12  1 ▲ Two skippers, one mooring, and a council that cannot count    42/min  was 3

import type { ListChange } from './list-changes';
import { fitTo } from './terminal-text';

export interface LinePlace {
  article: number;
  headline: string;
  /** Its score: the present rate as the ranking sees it, so that the ranks can be understood from it. */
  readersPerMinute: number;
}

const SIGNS = { ENTERED: '+', ROSE: '▲', FELL: '▼', LEFT: '-' } as const;
const RATE_COLUMNS = 7;
const NOTE_COLUMNS = 5;
/** Time, rank and sign with what stands between them, and two gaps of two before rate and note. */
const FRAME_COLUMNS = 14 + 2 + RATE_COLUMNS + 2 + NOTE_COLUMNS;
const HEADLINE_COLUMNS = { least: 8, most: 90 };

/** @param columns of the terminal; the line is one shorter, so that no terminal wraps it. */
export function lineOf(change: ListChange<LinePlace>, time: string, columns: number): string {
  const { least, most } = HEADLINE_COLUMNS;
  const room = Math.min(Math.max(columns - 1 - FRAME_COLUMNS, least), most);
  const { headline, readersPerMinute } = change.place;
  const rank = change.kind === 'LEFT' ? ' ' : String(change.rank);
  const rate = change.kind === 'LEFT' ? '' : rateOf(readersPerMinute);
  const front = `${time}  ${rank} ${SIGNS[change.kind]} ${fitTo(room, headline)}`;
  return `${front}  ${rate.padStart(RATE_COLUMNS)}  ${noteOf(change)}`;
}

function noteOf(change: ListChange<LinePlace>): string {
  if (change.kind === 'ENTERED') return 'new';
  return change.kind === 'LEFT' ? 'left' : `was ${change.was}`;
}

/** Whole numbers from ten on, one decimal below. Of less than one a minute only a long time would tell how much. */
function rateOf(perMinute: number): string {
  if (perMinute < 0.95) return '<1/min';
  return `${perMinute >= 9.95 ? Math.round(perMinute) : perMinute.toFixed(1)}/min`;
}
