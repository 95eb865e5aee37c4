import { collectingSeconds } from '../../../src/platform/processes/collected-garbage';
import { until } from '../../setup/until';

test('collecting garbage takes time', async () => {
  const before = collectingSeconds();
  let kept: unknown[] = [];
  await until(() => {
    kept = Array.from({ length: 200_000 }, (_, at) => ({ at, kept: kept.length }));
    return collectingSeconds() > before;
  });
});
