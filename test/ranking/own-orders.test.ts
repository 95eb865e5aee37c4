import { SimulatedClock } from '../../src/platform/clock';
import type { Log } from '../../src/platform/log/log';
import { OwnOrders } from '../../src/ranking/own-orders';

const LIST = 'must-reads';

/** Orders over a store whose next answers the test gives. */
function someOrders() {
  const clock = new SimulatedClock(1_000_000);
  const tries: { succeed: () => void; fail: () => void }[] = [];
  const keepOrders = () =>
    new Promise<void>((resolve, reject) =>
      tries.push({ succeed: resolve, fail: () => reject(new Error('away')) }),
    );
  const warn = jest.fn();
  const orders = new OwnOrders({ keepOrders }, clock, { warn } as unknown as Log);
  /** A request: whether it goes on at once, or waits for the store. */
  const request = async () => {
    let isWaiting = true;
    const answered = orders.kept(LIST, orders.nameOf(LIST, [1, 2])).then(() => {
      isWaiting = false;
    });
    await turnsOfTheLoop();
    return { isWaiting: () => isWaiting, answered };
  };
  return { clock, tries, warn, orders, request };
}

const turnsOfTheLoop = () => new Promise((resolve) => setImmediate(resolve));

test('a request waits until the order is kept, and the next ones need not', async () => {
  const { tries, request } = someOrders();
  const first = await request();
  expect(first.isWaiting()).toBe(true);
  tries[0]!.succeed();
  await first.answered;
  expect((await request()).isWaiting()).toBe(false);
  expect(tries).toHaveLength(1);
});

test('what takes long is waited for a quarter of a second from when it began, by all together', async () => {
  const { clock, tries, request } = someOrders();
  const first = await request();
  await clock.advanceBy(200);
  const second = await request();
  expect([first.isWaiting(), second.isWaiting()]).toEqual([true, true]);
  await clock.advanceBy(50);
  await Promise.all([first.answered, second.answered]);
  expect((await request()).isWaiting()).toBe(false);
  await clock.advanceBy(60_000);
  expect((await request()).isWaiting()).toBe(false);
  expect(tries).toHaveLength(1);
});

test('after a failure it is tried every two seconds and not waited for, until it is kept', async () => {
  const { clock, tries, warn, request } = someOrders();
  const first = await request();
  tries[0]!.fail();
  await first.answered;
  await clock.advanceBy(1_999);
  await request();
  expect(tries).toHaveLength(1);
  await clock.advanceBy(1);
  expect((await request()).isWaiting()).toBe(false);
  expect(tries).toHaveLength(2);
  tries[1]!.fail();
  await turnsOfTheLoop();
  await clock.advanceBy(2_000);
  expect((await request()).isWaiting()).toBe(false);
  expect(tries).toHaveLength(3);
  tries[2]!.succeed();
  await turnsOfTheLoop();
  expect(warn).toHaveBeenCalledTimes(1);
  await clock.advanceBy(59_999);
  await request();
  expect(tries).toHaveLength(3);
  await clock.advanceBy(1);
  expect((await request()).isWaiting()).toBe(true);
  expect(tries).toHaveLength(4);
});

test('is remembered meanwhile', async () => {
  const { orders, tries } = someOrders();
  const id = orders.nameOf(LIST, [3, 1]);
  tries[0]!.fail();
  expect(orders.remembered(LIST, id)).toEqual([3, 1]);
  expect(orders.nameOf(LIST, [1, 3])).not.toEqual(id);
});
