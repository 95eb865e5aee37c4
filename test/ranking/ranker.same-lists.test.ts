// The same views give the same lists, whatever is done to make a tick cheaper: every list of two minutes, as a process
// takes it in. What is meant to change lists, changes these digests.

import { createHash } from 'node:crypto';
import { unpackSnapshot } from '../../src/ranking/snapshot';
import { RankedSiteInMemory } from '../builders/a-site-in-memory';

/** Two minutes of them. */
const TICKS = 70;

async function digests() {
  const site = await new RankedSiteInMemory({
    ...{ articles: 300, sections: 6, viewsPerTick: 60, minutes: 64, tickMs: 1_700, seed: 7 },
  }).start();
  const [orders, whole] = [createHash('sha256'), createHash('sha256')];
  for (let tick = 0; tick < TICKS; tick++) {
    await site.tick();
    for (const packed of site.published.splice(0)) {
      const { id, computedAtMs, lists, reading, week } = unpackSnapshot(packed)!;
      const inOrder = [...lists].sort(([one], [other]) => (one < other ? -1 : 1));
      for (const [name, { orderId, entries }] of inOrder) {
        orders.update(JSON.stringify([name, entries.map(({ article }) => article)]));
        whole.update(JSON.stringify([name, orderId, entries]));
      }
      whole.update(JSON.stringify([id, computedAtMs, [...reading], week]));
    }
  }
  site.stop();
  return { orders: orders.digest('hex').slice(0, 16), whole: whole.digest('hex').slice(0, 16) };
}

test('of two minutes the lists, their figures and times are what they always were', async () => {
  expect(await digests()).toEqual({ orders: '84416d77a7fd59b8', whole: '937314d72b54ebf3' });
});
