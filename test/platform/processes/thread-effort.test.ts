import { existsSync } from 'node:fs';
import { threadEffort } from '../../../src/platform/processes/thread-effort';

const isTold = existsSync('/proc/thread-self/schedstat');

(isTold ? test : test.skip)('work counts as time on a processor, waiting does not', async () => {
  const before = threadEffort()!;
  let sum = 0;
  const untilMs = performance.now() + 50;
  while (performance.now() < untilMs) sum += Math.sqrt(sum + 1);
  const worked = threadEffort()!.since(before);
  // All of the 50 ms were either worked or waited for a processor.
  expect(worked.processorSeconds + worked.queuedSeconds).toBeGreaterThan(0.03);
  const rested = threadEffort()!;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(threadEffort()!.since(rested).processorSeconds).toBeLessThan(0.3);
});
