// Which column of a log is which. A first line that holds no time is a header; its names are found by the list below or
// by `--columns`. Without a header the columns are timestamp, visitor, article and source, or what `--columns` says.

import { readLogTime } from './log-time';
import { LogRefused } from './traffic.errors';

export const columnNames = ['timestamp', 'visitor', 'article', 'source'] as const;
export type ColumnName = (typeof columnNames)[number];

/** From `--columns timestamp=ts,visitor=user`: the name in the log, or the number of the column from 1. */
export type ColumnChoice = Partial<Record<ColumnName, string>>;

/** Positions from 0; a log may have no source. */
export interface ColumnPositions {
  timestamp: number;
  visitor: number;
  article: number;
  source: number | undefined;
}

const knownNames: Record<ColumnName, readonly string[]> = {
  timestamp: [
    'timestamp',
    'timestamp_ms',
    'time',
    'ts',
    'occurred_at',
    'datetime',
    'date',
    'click_timestamp',
  ],
  visitor: ['visitor', 'visitor_id', 'user', 'user_id', 'reader', 'session', 'session_id'],
  article: ['article', 'article_id', 'content', 'content_id', 'item', 'item_id', 'click_article_id', 'page'],
  source: ['source', 'referrer_type', 'referrer', 'click_referrer_type'],
};

/** @throws LogRefused when a choice names none of the four, or names one twice. */
export function readColumnChoice(written: string): ColumnChoice {
  const choice: ColumnChoice = {};
  for (const pair of written.split(',')) {
    const [name = '', inLog = ''] = pair.split('=').map((part) => part.trim());
    if (!isColumnName(name) || inLog === '' || choice[name] !== undefined) {
      throw new LogRefused(
        '--columns',
        `cannot be read at "${pair.trim()}". Write it like timestamp=ts,visitor=user,article=page,source=referrer.`,
      );
    }
    choice[name] = inLog;
  }
  return choice;
}

const isColumnName = (name: string): name is ColumnName => (columnNames as readonly string[]).includes(name);

export interface FoundColumns {
  positions: ColumnPositions;
  hasHeader: boolean;
}

/** @throws LogRefused when a column that is needed is not there. */
export function findColumns(firstRow: readonly string[], choice: ColumnChoice, place: string): FoundColumns {
  const hasHeader = !firstRow.some((value) => readLogTime(value.trim()) !== undefined);
  const header = firstRow.map((name) => name.trim().replace(/^\ufeff/, ''));
  const find = (name: ColumnName): number | undefined =>
    hasHeader
      ? positionInHeader(header, choice[name], knownNames[name])
      : positionByNumber(firstRow.length, choice[name], columnNames.indexOf(name));
  const positions = {
    timestamp: find('timestamp'),
    visitor: find('visitor'),
    article: find('article'),
    source: find('source'),
  };
  const missing = columnNames.find(
    (name) => positions[name] === undefined && (name !== 'source' || choice.source !== undefined),
  );
  if (missing !== undefined) throw new LogRefused(place, missingColumn(missing, choice, hasHeader && header));
  return { positions: positions as ColumnPositions, hasHeader };
}

function positionInHeader(
  header: readonly string[],
  chosen: string | undefined,
  known: readonly string[],
): number | undefined {
  if (chosen !== undefined) {
    const position = header.indexOf(chosen);
    return position === -1 ? positionByNumber(header.length, chosen, -1) : position;
  }
  const lower = header.map((name) => name.toLowerCase());
  for (const name of known) if (lower.includes(name)) return lower.indexOf(name);
  return undefined;
}

function positionByNumber(count: number, chosen: string | undefined, usual: number): number | undefined {
  const position = chosen === undefined ? usual : /^\d{1,3}$/.test(chosen) ? Number(chosen) - 1 : -1;
  return position >= 0 && position < count ? position : undefined;
}

function missingColumn(name: ColumnName, choice: ColumnChoice, header: readonly string[] | false): string {
  const wanted = choice[name] === undefined ? `no column for the ${name}` : `no column "${choice[name]}"`;
  const there = header ? `It has ${header.slice(0, 20).join(', ')}.` : 'It has no header line.';
  const example = `--columns ${name}=${header ? (header[0] ?? 'name') : 1}`;
  return `has ${wanted}. ${there} Say which it is, for example ${example}.`;
}
