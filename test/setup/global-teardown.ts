import type { RunningStores } from './global-setup';

export default async function stopStores(): Promise<void> {
  const { runningStores } = globalThis as { runningStores?: RunningStores };
  if (runningStores === undefined) return;
  await Promise.all([runningStores.postgres.stop(), runningStores.redis.stop()]);
  await runningStores.remove();
}
