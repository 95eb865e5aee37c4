// The whole program on a Cluster: the tests of its API, of its rails and of its roles.

import { onCluster } from '../../setup/stores';
import { useCluster } from '../../setup/use-cluster';

const cluster = useCluster();

onCluster(cluster, () => {
  describe.each([
    'compose/api',
    'compose/rails',
    'compose/api.rate-limits',
    'comments/post-comment',
    'views/view-flusher',
    'journeys/roles',
  ])('%s', (file) => {
    require(`../../${file}.test`);
  });
});
