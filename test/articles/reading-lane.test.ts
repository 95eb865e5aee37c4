import { ReadingLane } from '../../src/articles/reading-lane';

/** Each batch waits until the test lets it end. */
function aLane() {
  const read: number[][] = [];
  const ends: (() => void)[] = [];
  const lane = new ReadingLane((numbers) => {
    read.push([...numbers]);
    return new Promise((resolve) => ends.push(resolve));
  });
  const endOne = async () => {
    ends.shift()?.();
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return { lane, read, endOne };
}

describe('a lane of articles to be read', () => {
  test('reads what is added within one turn together, each once, and a batch at a time', async () => {
    const { lane, read, endOne } = aLane();
    for (let number = 1; number <= 1_200; number++) void lane.add(number);
    void lane.add(1);
    await Promise.resolve();
    expect(read.map((numbers) => numbers.length)).toEqual([500]);
    await endOne();
    await endOne();
    expect(read.map((numbers) => numbers.length)).toEqual([500, 500, 200]);
    expect(new Set(read.flat()).size).toBe(1_200);
  });

  test('says when an article has been read, without waiting for those after it', async () => {
    const { lane, endOne } = aLane();
    const done: string[] = [];
    void lane.add(1).then(() => done.push('first'));
    for (let number = 2; number <= 600; number++) void lane.add(number);
    void lane.add(601).then(() => done.push('last'));
    await Promise.resolve();
    await endOne();
    expect(done).toEqual(['first']);
    await endOne();
    expect(done).toEqual(['first', 'last']);
  });

  test('reads an article again that is added while it is being read, and begins again after a pause', async () => {
    const { lane, read, endOne } = aLane();
    void lane.add(7);
    await Promise.resolve();
    void lane.add(7);
    await endOne();
    await endOne();
    expect(read).toEqual([[7], [7]]);
    void lane.add(8);
    await Promise.resolve();
    expect(read).toEqual([[7], [7], [8]]);
  });
});
