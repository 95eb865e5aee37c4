import type { Look, RollupReading } from '../../src/audience/rollup-reading.repository';

export interface Asked {
  name: string;
  times: number;
  /** Gives how many rows the answer has. */
  ask(turn: number): Promise<number>;
}

interface Statement {
  sql: string;
  values: readonly unknown[];
}

/** Asks each question so often, one after another, and then shows how Postgres went about its last statement. */
export async function measure(
  questions: readonly Asked[],
  reading: RollupReading,
  tell: (row: readonly string[]) => void,
): Promise<{ rows: string[][]; plans: string }> {
  const rows: string[][] = [];
  const plans: string[] = [];
  const statements = watch(reading);
  for (const { name, times, ask } of questions) {
    statements.last = undefined;
    await ask(0);
    const tookMs: number[] = [];
    let found = 0;
    for (let turn = 0; turn < times; turn++) {
      const began = performance.now();
      found = await ask(turn);
      tookMs.push(performance.now() - began);
    }
    tookMs.sort((one, other) => one - other);
    const at = (share: number) => tookMs[Math.min(times - 1, Math.floor(times * share))]!.toFixed(2);
    const row = [name, at(0.5), at(0.99), String(found)];
    tell(row);
    rows.push(row);
    if (statements.last !== undefined) plans.push(`${name}\n${await planOf(reading, statements.last)}`);
  }
  return { rows, plans: plans.join('\n\n') };
}

function watch(reading: RollupReading): { last: Statement | undefined } {
  const seen: { last: Statement | undefined } = { last: undefined };
  const look = reading.look.bind(reading);
  reading.look = (question) =>
    look((one: Look) =>
      question({
        ...one,
        query: (sql, values) => {
          seen.last = { sql, values };
          return one.query(sql, values);
        },
      }),
    );
  return seen;
}

/** With the settings that questions are asked with. */
async function planOf(reading: RollupReading, { sql, values }: Statement): Promise<string> {
  const lines = await reading.look(({ query }) =>
    query<Record<string, string>>(`explain (analyze, buffers) ${sql}`, values),
  );
  return lines.map((line) => line['QUERY PLAN']).join('\n');
}

/** The columns line up. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ');
  return rows.map(line).join('\n');
}
