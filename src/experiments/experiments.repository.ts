// Experiments as they are kept: those that lists and reports need, for the memory of every process, and all of them,
// for editors.

import type { DataSource, EntityManager } from 'typeorm';
import { readWithin } from '../platform/postgres/read-within';
import { RANKING_LOCK } from '../ranking/rules/rule-editing.repository';
import { type Experiment, REPORTED_UNTIL_MS } from './experiment';

type ExperimentRow = Omit<Experiment, 'fromMs' | 'untilMs'> & { from: Date; until: Date };

export type NewExperiment = Omit<Experiment, 'number' | 'ending' | 'endedBy' | 'endReason'>;

const READ_WITHIN_MS = 4_000;
const LISTED_AT_MOST = 500;
const columns = `id, number, rail, settings, percent_b as "percentB", from_at as "from", until_at as "until", secret,
  ending, reason, started_at as "startedAt", started_by as "startedBy", ended_by as "endedBy",
  end_reason as "endReason"`;

export class ExperimentsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Those that are to come, run, or may still be reported of. */
  async kept(nowMs: number): Promise<Experiment[]> {
    const since = new Date(nowMs - REPORTED_UNTIL_MS);
    return readWithin(READ_WITHIN_MS, this.dataSource, async (reader) => {
      const rows = (await reader.query(
        `select ${columns} from experiment where until_at > $1 order by number`,
        [since],
      )) as ExperimentRow[];
      return rows.map(experimentOf);
    });
  }

  /** The newest first. */
  async all(): Promise<Experiment[]> {
    const rows: ExperimentRow[] = await this.dataSource.query(
      `select ${columns} from experiment order by from_at desc, number desc limit ${LISTED_AT_MOST}`,
    );
    return rows.map(experimentOf);
  }

  async byId(id: string): Promise<Experiment | undefined> {
    const rows: ExperimentRow[] = await this.dataSource.query(
      `select ${columns} from experiment where id = $1`,
      [id],
    );
    return rows[0] && experimentOf(rows[0]);
  }

  /** Those that ended before then, with the sums of their buckets still there. */
  async notFolded(before: Date): Promise<Experiment[]> {
    const rows: ExperimentRow[] = await this.dataSource.query(
      `select ${columns} from experiment where until_at < $1 and result is null order by number limit 100`,
      [before],
    );
    return rows.map(experimentOf);
  }

  /** One after another, and none beside an edit of the rules. */
  inOne<T>(work: (transaction: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (transaction) => {
      await transaction.query('select pg_advisory_xact_lock($1)', [RANKING_LOCK]);
      return work(transaction);
    });
  }
}

/** One on the same rail that shares a moment with it; one that was stopped before it began has none. */
export async function overlapping(
  transaction: EntityManager,
  { rail, fromMs, untilMs }: Pick<Experiment, 'rail' | 'fromMs' | 'untilMs'>,
): Promise<Experiment | undefined> {
  const rows: ExperimentRow[] = await transaction.query(
    `select ${columns} from experiment
     where rail = $1 and from_at < $3 and until_at > $2 and until_at > from_at order by from_at limit 1`,
    [rail, new Date(fromMs), new Date(untilMs)],
  );
  return rows[0] && experimentOf(rows[0]);
}

export async function lockedById(transaction: EntityManager, id: string): Promise<Experiment | undefined> {
  const rows: ExperimentRow[] = await transaction.query(
    `select ${columns} from experiment where id = $1 for update`,
    [id],
  );
  return rows[0] && experimentOf(rows[0]);
}

export async function addExperiment(transaction: EntityManager, one: NewExperiment): Promise<Experiment> {
  const rows: ExperimentRow[] = await transaction.query(
    `insert into experiment (id, rail, settings, percent_b, from_at, until_at, secret, reason, started_at, started_by)
     values ($1, $2, $3::jsonb, $4, $5, $6, $7, $8, $9, $10::jsonb) returning ${columns}`,
    [
      ...[one.id, one.rail, JSON.stringify(one.settings), one.percentB],
      ...[new Date(one.fromMs), new Date(one.untilMs), one.secret, one.reason],
      ...[one.startedAt, JSON.stringify(one.startedBy)],
    ],
  );
  return experimentOf(rows[0]!);
}

export async function endExperiment(
  transaction: EntityManager,
  { id, untilMs, ending, endedBy, endReason }: Experiment,
): Promise<void> {
  await transaction.query(
    `update experiment set until_at = greatest($2, from_at), ending = $3, ended_by = $4::jsonb, end_reason = $5
     where id = $1`,
    [id, new Date(untilMs), ending, JSON.stringify(endedBy), endReason],
  );
}

function experimentOf({ from, until, ...row }: ExperimentRow): Experiment {
  return { ...row, fromMs: from.getTime(), untilMs: until.getTime() };
}
