import { checkPartitionCount } from '../../src/boards/partition-count.store';
import { useStores } from '../setup/stores';

const stores = useStores();

test('an empty key space is given the number of partitions, and keeps it', async () => {
  await checkPartitionCount(stores.redis);
  await checkPartitionCount(stores.redis);
  expect(await stores.redis.client.get('partition-count')).toBe('16');
});

test('a key space with another number is refused', async () => {
  await stores.redis.client.set('partition-count', '32');
  await expect(checkPartitionCount(stores.redis)).rejects.toMatchObject({
    code: 'PARTITION_COUNT_DIFFERS',
    message: expect.stringContaining('32 partitions'),
  });
});
