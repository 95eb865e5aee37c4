import { v7 as uuidv7 } from 'uuid';
import type { Experiment } from '../../src/experiments/experiment';
import { addExperiment, ExperimentsRepository } from '../../src/experiments/experiments.repository';
import type { TestStores } from '../setup/stores';

const HOUR_MS = 3_600_000;

/** One that runs around a moment, as it is kept. */
export async function anExperiment(
  { dataSource }: Pick<TestStores, 'dataSource'>,
  nowMs: number,
  changes: Partial<Experiment> = {},
): Promise<Experiment> {
  return new ExperimentsRepository(dataSource).inOne((transaction) =>
    addExperiment(transaction, {
      ...{ id: uuidv7(), rail: 'POPULAR_NOW', settings: { perSection: 1 }, percentB: 50 },
      ...{ fromMs: nowMs - HOUR_MS, untilMs: nowMs + 24 * HOUR_MS },
      ...{ secret: 'a secret', reason: 'To see.', startedAt: new Date(nowMs) },
      startedBy: { kind: 'API_KEY', id: 'k', name: 'Ed' },
      ...changes,
    }),
  );
}
