import { allPartitions, byPartition, PARTITIONS, partitionOf, tagOf } from '../../src/boards/partition';

const SLOTS = 16_384;

/** CRC16 (XMODEM), by which Redis Cluster chooses the slot of a key: of what stands in the first braces. */
function slotOf(key: string): number {
  const tag = /\{([^}]+)\}/.exec(key)?.[1] ?? key;
  let crc = 0;
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc % SLOTS;
}

test('the slot is computed as Redis does', () => {
  expect(slotOf('123456789')).toBe(0x31c3 % SLOTS);
  expect(slotOf('{user1000}.following')).toBe(slotOf('user1000'));
});

test('each partition lies in the middle of its sixteenth of the slots', () => {
  for (const partition of allPartitions) {
    const middle = (partition + 0.5) * (SLOTS / PARTITIONS);
    expect(Math.abs(slotOf(tagOf(partition)) - middle)).toBeLessThanOrEqual(1);
  }
});

test.each([1, 2, 3, 4, 5, 6, 8, 16])('%i nodes get equal shares of the partitions, within one', (nodes) => {
  const shares = Array<number>(nodes).fill(0);
  for (const partition of allPartitions) {
    const node = Math.floor((slotOf(tagOf(partition)) * nodes) / SLOTS);
    shares[node] = (shares[node] ?? 0) + 1;
  }
  expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
});

// By `python3 -c "import zlib; print(zlib.crc32(b'1') % 16)"`: the number of an article never changes its partition.
test.each([
  { article: 0, partition: 1 },
  { article: 1, partition: 7 },
  { article: 42, partition: 8 },
  { article: 123_456_789, partition: 6 },
])('article $article is in partition $partition', ({ article, partition }) => {
  expect(partitionOf(article)).toBe(partition);
});

test('articles spread evenly over the partitions', () => {
  const counts = Array<number>(PARTITIONS).fill(0);
  for (let article = 1; article <= 16_000; article++) counts[partitionOf(article)]! += 1;
  expect(Math.min(...counts)).toBeGreaterThan(900);
  expect(Math.max(...counts)).toBeLessThan(1_100);
});

test('things are grouped by the partition of their article', () => {
  const groups = byPartition([1, 2, 3, 1], (article) => article);
  expect([...groups.values()].flat().sort()).toEqual([1, 1, 2, 3]);
  for (const [partition, articles] of groups) {
    for (const article of articles) expect(partitionOf(article)).toBe(partition);
  }
});
