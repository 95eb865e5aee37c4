import type { Clock } from '../../src/platform/clock';
import { NewsroomSettingRepository } from '../../src/platform/postgres/newsroom-setting.repository';
import { RollupCompaction } from '../../src/views/rollup-compaction';
import { RollupCompactionRepository } from '../../src/views/rollup-compaction.repository';
import { RollupHours } from '../../src/views/rollup-hours';
import { ROLLUP_LOCK } from '../../src/views/rollup-lock';
import { RollupPartitionsRepository } from '../../src/views/rollup-partitions.repository';
import type { Slice } from '../../src/views/slice';
import type { TestStores } from '../setup/stores';

export interface CompactionAsked {
  stores: Pick<TestStores, 'dataSource' | 'log'>;
  clock: Clock;
  timeZone?: string;
  /** What Redis still has. */
  live?: ReadonlySet<Slice>;
  askRedis?: () => Promise<Set<Slice>>;
  keepSlicesDays?: number;
  keepHoursDays?: number;
}

export function aCompaction(asked: CompactionAsked): RollupCompaction {
  const { stores, clock, live = new Set() } = asked;
  return new RollupCompaction({
    ...{ clock, log: stores.log },
    repository: new RollupCompactionRepository(stores.dataSource),
    partitions: new RollupPartitionsRepository(stores.dataSource, clock),
    inRedis: { slices: asked.askRedis ?? (async () => new Set(live)) },
    newsroomSettings: new NewsroomSettingRepository(stores.dataSource),
    hours: new RollupHours(asked.timeZone ?? 'UTC'),
    keepSlicesDays: asked.keepSlicesDays ?? 2,
    keepHoursDays: asked.keepHoursDays ?? 3,
  });
}

export interface FigureOfSlice {
  slice: Slice;
  article: number;
  counter: number;
  /** What the counter of Redis has come to. */
  amount: number;
  generation: string;
}

/** As the flusher writes: the greater figure of each generation that is not merged. */
export async function flushFigures(
  { dataSource }: Pick<TestStores, 'dataSource'>,
  clock: Clock,
  figures: readonly FigureOfSlice[],
): Promise<void> {
  const partitions = new RollupPartitionsRepository(dataSource, clock);
  await partitions.makeForSlices(
    'rollup_slice',
    figures.map(({ slice }) => slice),
  );
  await dataSource.transaction(async (manager) => {
    await manager.query('select pg_advisory_xact_lock_shared($1)', [ROLLUP_LOCK]);
    for (const { slice, article, counter, amount, generation } of figures) {
      await manager.query(
        `insert into counter_generation (name, lineage, partition, slice) values ($1, 'lineage', 0, $2)
         on conflict (name) do nothing`,
        [generation, slice],
      );
      await manager.query(
        `insert into rollup_slice select $1, $2, $3, id, $4 from counter_generation where name = $5 and not is_merged
         on conflict (slice, article, counter, generation)
           do update set amount = greatest(rollup_slice.amount, excluded.amount)`,
        [slice, article, counter, amount, generation],
      );
    }
  });
}
