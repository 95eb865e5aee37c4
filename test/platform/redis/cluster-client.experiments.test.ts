// Experiments on a Cluster: what is counted of each bucket, and tests of rails over HTTP from their start to their end.

import { onCluster } from '../../setup/stores';
import { useCluster } from '../../setup/use-cluster';

const cluster = useCluster();

onCluster(cluster, () => {
  describe.each([
    'experiments/variant-counter',
    'journeys/experiments',
    'journeys/also-like-experiments',
    'recommendations/also-like-rule',
  ])('%s', (file) => {
    require(`../../${file}.test`);
  });
});
