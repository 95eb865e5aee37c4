import { ViewCoalescer } from '../../src/views/view-coalescer';

interface Call {
  partition: number;
  views: readonly number[];
  answer: () => void;
  fail: (error: Error) => void;
}

function aCoalescer(waitingMax = 1_000) {
  const calls: Call[] = [];
  const coalescer = new ViewCoalescer<number, string>({
    waitingMax,
    send: (partition, views) =>
      new Promise((resolve, reject) => {
        calls.push({
          partition,
          views,
          answer: () => resolve(views.map((view) => `counted ${view}`)),
          fail: reject,
        });
      }),
  });
  const count = (partition: number, ...views: number[]) =>
    coalescer.count(views.map((view) => ({ partition, view })));
  return { calls, coalescer, count };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a lone view is sent at once', () => {
  const { calls, count } = aCoalescer();
  void count(3, 1);
  expect(calls).toMatchObject([{ partition: 3, views: [1] }]);
});

test('views gather while a call of their partition is under way, and leave together with the next', async () => {
  const { calls, count } = aCoalescer();
  const outcomes = [...count(3, 1), ...count(3, 2), ...count(3, 3)];
  expect(calls).toHaveLength(1);
  calls[0]!.answer();
  await turn();
  expect(calls[1]!.views).toEqual([2, 3]);
  calls[1]!.answer();
  expect(await Promise.all(outcomes)).toEqual(['counted 1', 'counted 2', 'counted 3']);
});

test('partitions do not wait for each other', () => {
  const { calls, count } = aCoalescer();
  void count(1, 1);
  void count(2, 2);
  expect(calls.map(({ partition }) => partition)).toEqual([1, 2]);
});

test('a batch leaves in one call for each partition, of at most 128', async () => {
  const { calls, coalescer } = aCoalescer();
  const views = Array.from({ length: 300 }, (_, view) => ({ partition: view < 200 ? 5 : 6, view }));
  const outcomes = coalescer.count(views);
  expect(calls.map((call) => call.views.length)).toEqual([128, 100]);
  for (const call of calls) call.answer();
  await turn();
  expect(calls[2]!.views).toHaveLength(72);
  calls[2]!.answer();
  expect(await Promise.all(outcomes)).toEqual(views.map(({ view }) => `counted ${view}`));
});

test('a batch has one promise, and each view its outcome or its reason', async () => {
  const { calls, coalescer } = aCoalescer();
  expect(await coalescer.settle([])).toEqual([]);
  const settling = coalescer.settle([2, 1, 2].map((partition, at) => ({ partition, view: at })));
  let isSettled = false;
  void settling.then(() => {
    isSettled = true;
  });
  expect(calls.map(({ partition, views }) => [partition, views])).toEqual([
    [2, [0, 2]],
    [1, [1]],
  ]);
  calls[0]!.answer();
  await turn();
  expect(isSettled).toBe(false);
  const reason = new Error('away');
  calls[1]!.fail(reason);
  expect(await settling).toEqual([
    { status: 'fulfilled', value: 'counted 0' },
    { status: 'rejected', reason },
    { status: 'fulfilled', value: 'counted 2' },
  ]);
});

test('of a batch that does not fit as a whole, what fits is counted', async () => {
  const { calls, coalescer } = aCoalescer(2);
  const settling = coalescer.settle([1, 2, 3].map((view) => ({ partition: 0, view })));
  calls[0]!.answer();
  expect((await settling).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
});

test('a call that fails fails its own views; the next leaves all the same', async () => {
  const { calls, count } = aCoalescer();
  const [first] = count(0, 1);
  const [second] = count(0, 2);
  calls[0]!.fail(new Error('away'));
  await expect(first).rejects.toThrow('away');
  await turn();
  calls[1]!.answer();
  expect(await second).toBe('counted 2');
});

test('more views than may wait are refused, and may be sent again', async () => {
  const { calls, count } = aCoalescer(2);
  void count(0, 1);
  void count(0, 2);
  void count(0, 3);
  const [refused] = count(0, 4);
  await expect(refused).rejects.toMatchObject({ code: 'VIEWS_BACKED_UP', retryable: true });
  calls[0]!.answer();
  await turn();
  void count(0, 5);
  calls[1]!.answer();
  await turn();
  expect(calls[2]!.views).toEqual([5]);
});

test('a partition that is not answered fills its share and the common one, and the others count on', async () => {
  const { calls, count, coalescer } = aCoalescer(64); // two for each of 16 partitions, and 32 for any
  const held = Promise.allSettled(count(0, ...Array.from({ length: 300 }, (_, view) => view)));
  expect(calls).toHaveLength(1); // with 34 of them
  const more = Promise.allSettled(count(0, ...Array.from({ length: 300 }, (_, view) => view)));
  expect(coalescer.waitingNow).toBe(34);
  const others = [...count(1, 1), ...count(1, 2), ...count(1, 3), ...count(2, 1)];
  const [refused] = count(1, 4);
  await expect(refused).rejects.toMatchObject({ code: 'VIEWS_BACKED_UP' });
  for (const call of calls.filter(({ partition }) => partition > 0)) call.answer();
  await turn();
  calls.at(-1)!.answer();
  expect(await Promise.all(others)).toEqual(['counted 1', 'counted 2', 'counted 3', 'counted 1']);
  calls[0]!.answer();
  await turn();
  calls.at(-1)!.answer();
  const settled = [...(await held), ...(await more)];
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(68);
});

test('draining waits for what is under way and for what still waits', async () => {
  const { calls, coalescer, count } = aCoalescer();
  void count(0, 1);
  void count(0, 2);
  let isDrained = false;
  const draining = coalescer.drain().then(() => {
    isDrained = true;
  });
  calls[0]!.answer();
  await turn();
  expect(isDrained).toBe(false);
  calls[1]!.answer();
  await draining;
  await coalescer.drain();
});
