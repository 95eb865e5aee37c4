import { createDataSource } from '../../../src/platform/postgres/data-source';
import { oneAtATime } from '../../../src/platform/postgres/one-at-a-time';
import { useStores } from '../../setup/stores';

const stores = useStores();
const LOCK = 77;

test('works of two processes do not overlap, and one that fails lets the next begin', async () => {
  const another = await createDataSource({
    url: stores.databaseUrl,
    entities: [],
    migrations: [],
  }).initialize();
  const steps: string[] = [];
  const work = (name: string) => async () => {
    steps.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    steps.push(`${name} ends`);
    if (name === 'first') throw new Error('failed');
    return name;
  };
  try {
    const first = oneAtATime(stores.dataSource, LOCK, work('first')).catch((error: Error) => error.message);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const second = oneAtATime(another, LOCK, work('second'));
    expect(await Promise.all([first, second])).toEqual(['failed', 'second']);
    expect(steps).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
    const [{ held }] = await stores.dataSource.query(
      `select count(*)::int as held from pg_locks where locktype = 'advisory' and objid = ${LOCK}`,
    );
    expect(held).toBe(0);
  } finally {
    await another.destroy();
  }
});
