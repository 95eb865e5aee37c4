import { SimulatedClock } from '../../src/platform/clock';
import { openRedis } from '../../src/platform/redis/connection';
import { ViewCaps } from '../../src/visitors/view-caps';
import { ViewCapsStore } from '../../src/visitors/view-caps.store';
import { useStores } from '../setup/stores';

const stores = useStores();
const WINDOW_MS = 10 * 60_000;
const clock = new SimulatedClock(WINDOW_MS * 3_000_000);
const options = { visitorCap: 30, networkCap: 100 };

beforeEach(() => clock.advanceBy(WINDOW_MS));

const caps = () => new ViewCaps(new ViewCapsStore(stores.redis), clock, options);

function takes(one: ViewCaps, count: number, who: { visitor: string; network?: string }): number {
  return Array.from({ length: count }, () => one.take(who)).filter((standing) => standing === 'within')
    .length;
}

test('the first thirty views of a visitor in ten minutes are within the cap', async () => {
  const one = caps();
  expect(takes(one, 29, { visitor: 'a' })).toBe(29);
  expect(one.take({ visitor: 'a' })).toBe('within');
  expect(one.take({ visitor: 'a' })).toBe('above');
  expect(one.take({ visitor: 'b' })).toBe('within');
  await clock.advanceBy(WINDOW_MS);
  expect(one.take({ visitor: 'a' })).toBe('within');
});

test('so are the first hundred of a network, whoever reads', () => {
  const one = caps();
  let within = 0;
  for (let visitor = 0; visitor < 120; visitor++)
    within += takes(one, 1, { visitor: `${visitor}`, network: 'n' });
  expect(within).toBe(100);
  expect(one.take({ visitor: 'elsewhere', network: 'm' })).toBe('within');
});

test('a view that was a repeat is given back', () => {
  const one = caps();
  takes(one, 30, { visitor: 'a' });
  one.giveBack({ visitor: 'a' });
  expect(one.take({ visitor: 'a' })).toBe('within');
  expect(one.take({ visitor: 'a' })).toBe('above');
  one.giveBack({ visitor: 'never seen', network: 'nor this' });
});

test('what one process has seen, the others and the next one learn with their next share', async () => {
  const [one, other] = [caps(), caps()];
  takes(one, 20, { visitor: 'a' });
  takes(other, 10, { visitor: 'a' });
  await one.share();
  await other.share();
  expect(other.take({ visitor: 'a' })).toBe('above');
  one.take({ visitor: 'a' });
  await one.share();
  expect(one.take({ visitor: 'a' })).toBe('above');
  const restarted = caps();
  takes(restarted, 5, { visitor: 'a' });
  await restarted.share();
  expect(restarted.take({ visitor: 'a' })).toBe('above');
});

test('sharing goes by the clock, and a Redis that is away is told later', async () => {
  const away = openRedis({ url: 'redis://127.0.0.1:1', keySpace: stores.keySpace });
  const one = new ViewCaps(new ViewCapsStore(away), clock, options);
  const stop = one.start();
  takes(one, 31, { visitor: 'a' });
  await clock.advanceBy(300);
  expect(one.take({ visitor: 'a' })).toBe('above');
  stop();
  await away.close();
});
