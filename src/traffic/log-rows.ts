// The rows of a log as cells, whatever its format: tab-separated, comma-separated (quoted where needed) or a JSON
// object a line. Groups of rows, so that a log of millions waits once a group and not once a row.

import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type ColumnChoice, type ColumnPositions, columnNames, findColumns } from './log-columns';
import { type ByteProgress, lineGroups, unpackedChunks } from './packed-lines';
import { LogRefused } from './traffic.errors';

export type LogFormat = 'tsv' | 'csv' | 'ndjson';

/** As they stand in the log, trimmed; empty where the log has nothing. */
export interface RowCells {
  line: number;
  timestamp: string;
  visitor: string;
  article: string;
  source: string;
  /** Why there are no cells: the line itself is broken. */
  broken?: string;
}

export interface RowRules {
  format: LogFormat | undefined;
  columns: ColumnChoice;
  progress?: (bytes: ByteProgress) => void;
}

const GROUP_ROWS = 1_024;

export async function* logRows(path: string, rules: RowRules): AsyncGenerator<RowCells[]> {
  const format = rules.format ?? (await formatOf(path));
  if (format === 'csv') yield* csvRows(path, rules);
  else
    yield* lineRows(
      path,
      rules,
      format === 'tsv' ? tsvReader(path, rules.columns) : jsonReader(rules.columns),
    );
}

/** By its name; else by its first line. */
async function formatOf(path: string): Promise<LogFormat> {
  const ending = /\.(tsv|csv|ndjson|jsonl)(\.(gz|zst|zstd))?$/i.exec(path)?.[1]?.toLowerCase();
  if (ending !== undefined) return ending === 'jsonl' ? 'ndjson' : (ending as LogFormat);
  for await (const [first = ''] of lineGroups(path)) {
    if (first.trimStart().startsWith('{')) return 'ndjson';
    return first.includes('\t') ? 'tsv' : 'csv';
  }
  return 'tsv';
}

type LineReader = (text: string, line: number) => RowCells | undefined;

async function* lineRows(path: string, rules: RowRules, read: LineReader): AsyncGenerator<RowCells[]> {
  let line = 0;
  for await (const texts of lineGroups(path, rules.progress)) {
    const rows: RowCells[] = [];
    for (const text of texts) {
      line++;
      const row = text === '' || text === '\r' ? undefined : read(text, line);
      if (row !== undefined) rows.push(row);
    }
    yield rows;
  }
}

/** The first line decides about the columns, so the reader keeps what it found. */
function tsvReader(path: string, columns: ColumnChoice): LineReader {
  let positions: ColumnPositions | undefined;
  return (text, line) => {
    const values = (text.endsWith('\r') ? text.slice(0, -1) : text).split('\t');
    if (positions === undefined) {
      const found = findColumns(values, columns, path);
      positions = found.positions;
      if (found.hasHeader) return undefined;
    }
    return cellsAt(values, positions, line);
  };
}

function cellsAt(values: readonly string[], positions: ColumnPositions, line: number): RowCells {
  return {
    line,
    timestamp: values[positions.timestamp]?.trim() ?? '',
    visitor: values[positions.visitor]?.trim() ?? '',
    article: values[positions.article]?.trim() ?? '',
    source: positions.source === undefined ? '' : (values[positions.source]?.trim() ?? ''),
  };
}

/** Names are looked for in each line: objects need not have the same order, or the same keys. */
function jsonReader(columns: ColumnChoice): LineReader {
  let names: Partial<Record<string, string>> | undefined;
  return (text, line) => {
    const broken = (why: string): RowCells => ({
      line,
      timestamp: '',
      visitor: '',
      article: '',
      source: '',
      broken: why,
    });
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return broken('it is not JSON.');
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return broken('it is no JSON object.');
    const object = value as Record<string, unknown>;
    names ??= namesIn(Object.keys(object), columns);
    const [timestamp, visitor, article, source] = columnNames.map((name) =>
      textOf(object[names?.[name] ?? name]),
    );
    return { line, timestamp, visitor, article, source } as RowCells;
  };
}

function namesIn(keys: string[], columns: ColumnChoice): Partial<Record<string, string>> {
  try {
    const { positions } = findColumns(keys, columns, '');
    return Object.fromEntries(columnNames.map((name) => [name, keys[positions[name] ?? -1]]));
  } catch {
    return columns; // the first object may be the odd one: the line is told, not the file
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

async function* csvRows(path: string, rules: RowRules): AsyncGenerator<RowCells[]> {
  const source = Readable.from(unpackedChunks(path, rules.progress), { objectMode: false });
  const parser = source.pipe(
    parse({
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      bom: true,
      max_record_size: 1024 * 1024,
    }),
  );
  source.once('error', (error) => parser.destroy(error));
  let positions: ColumnPositions | undefined;
  let rows: RowCells[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      if (positions === undefined) {
        const found = findColumns(record, rules.columns, path);
        positions = found.positions;
        if (found.hasHeader) continue;
      }
      rows.push(cellsAt(record, positions, info.lines));
      if (rows.length < GROUP_ROWS) continue;
      yield rows;
      rows = [];
    }
  } catch (error) {
    if (error instanceof CsvError) throw new LogRefused(path, csvTrouble(error), error);
    throw error;
  } finally {
    source.destroy();
  }
  yield rows;
}

function csvTrouble(error: CsvError): string {
  const line = 'lines' in error ? `, line ${error['lines']}` : '';
  const what =
    error.code === 'CSV_MAX_RECORD_SIZE' ? 'a row is longer than 1 MB' : 'a quotation mark is out of place';
  return `is not well-formed CSV${line}: ${what}.`;
}
