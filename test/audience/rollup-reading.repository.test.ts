import { RollupReading } from '../../src/audience/rollup-reading.repository';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();

function readingOf(timeoutMs: number, atOnce: number): RollupReading {
  return new RollupReading({ dataSource: stores.dataSource, timeoutMs, atOnce });
}

test('a question that takes too long ends, may be asked again, and leaves the next its usual time', async () => {
  const sleep = readingOf(100, 1).look((look) => look.query('select pg_sleep(20)', []));
  await expect(sleep).rejects.toMatchObject({
    code: 'COUNTING_TOOK_TOO_LONG',
    retryable: true,
    field: 'from',
  });
  const [{ statement_timeout: usual }] = await stores.dataSource.query('show statement_timeout');
  expect(usual).not.toBe('100ms');
});

test('a question writes nothing', async () => {
  const write = readingOf(5_000, 1).look((look) =>
    look.query(`insert into rollup_watermark values ('X', 1)`, []),
  );
  await expect(write).rejects.toThrow('read-only');
});

test('so many are counted at once; others wait their turn, and too many are refused', async () => {
  const reading = readingOf(20_000, 2);
  let running = 0;
  let most = 0;
  let finish = () => {};
  const isOver = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const ask = () =>
    reading.look(async () => {
      running += 1;
      most = Math.max(most, running);
      await isOver;
      running -= 1;
    });
  const asked = Array.from({ length: 102 }, ask);
  await until(() => running === 2);
  await expect(ask()).rejects.toMatchObject({ code: 'TOO_MANY_QUESTIONS', retryable: true });
  finish();
  await Promise.all(asked);
  expect(most).toBe(2);
  await ask();
});
