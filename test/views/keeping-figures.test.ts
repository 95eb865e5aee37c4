import { Registry } from 'prom-client';
import { SimulatedClock } from '../../src/platform/clock';
import { KeepingFigures } from '../../src/views/keeping-figures';
import { RollupCompactionRepository } from '../../src/views/rollup-compaction.repository';
import { sliceOf } from '../../src/views/slice';
import { aCompaction, flushFigures } from '../builders/a-compaction';
import { useStores } from '../setup/stores';

const stores = useStores();
const begin = Date.parse('2026-11-20T00:00Z');

test('tells rows by table, the age of the watermarks, and what was done', async () => {
  const clock = new SimulatedClock(begin + 5 * 86_400_000);
  const repository = new RollupCompactionRepository(stores.dataSource);
  const figures = new KeepingFigures({ repository, clock });
  const registry = new Registry();
  figures.register(registry);
  await flushFigures(stores, clock, [
    { slice: sliceOf(begin), article: 1, counter: 1, amount: 5, generation: 'g' },
  ]);
  figures.compacted(await aCompaction({ stores, clock }).run());
  figures.rebuilt();
  await stores.dataSource.query('analyze rollup_site');
  const text = await registry.metrics();
  expect(text).toContain('mostread_rollup_rows{table="rollup_site"} 1');
  expect(text).toContain('mostread_rollup_rows{table="rollup_slice"}');
  expect(text).toContain('mostread_rollup_watermark_age_seconds{level="hour"} 172800');
  expect(text).toContain('mostread_rollup_watermark_age_seconds{level="day"} 259200');
  expect(text).toContain('mostread_rollup_compactions_total{level="hour"} 1');
  expect(text).toContain('mostread_board_rebuilds_total 1');
  expect(text).toContain(`mostread_rollup_last_compaction_seconds ${clock.nowMs() / 1_000}`);
});
