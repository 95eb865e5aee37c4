// What counts on one Redis counts on a Cluster: the same tests, with another Redis behind them.

import { onCluster } from '../../setup/stores';
import { useCluster } from '../../setup/use-cluster';

const cluster = useCluster();

onCluster(cluster, () => {
  describe.each([
    'views/activity-counter',
    'views/boards-follow-exclusions',
    'views/count-calls',
    'views/count-views',
    'views/view-counter',
    'views/view-counter.dedupe',
    'views/exclude-views',
    'views/record-view.resolver',
    'views/view-stream-keeper',
  ])('%s', (file) => {
    require(`../../${file}.test`);
  });
});
