// What keeps boards, rails, sessions and limits on one Redis keeps them on a Cluster: the same tests.

import { onCluster } from '../../setup/stores';
import { useCluster } from '../../setup/use-cluster';

const cluster = useCluster();

onCluster(cluster, () => {
  describe.each([
    'boards/add-to-board',
    'boards/board.store',
    'boards/partition-count.store',
    'ranking/ranker-lease.script',
    'ranking/ranker',
    'ranking/reading-minutes',
    'ranking/snapshot-mirror',
    'ranking/ranked-list-pages',
    'recommendations/also-like-lists',
    'recommendations/also-like-pages',
    'recommendations/co-visit-recorder',
    'recommendations/count-co-visits.script',
    'recommendations/reading-session.store',
    'recommendations/you-may-also-like',
    'views/counted-lately.store',
    'visitors/rate-limits',
    'visitors/view-caps',
    'visitors/visitor-ids',
    'comments/comment-limits.store',
    'comments/post-comment',
    'platform/redis/script',
    'platform/redis/channel',
    'platform/redis/shared-allowance',
  ])('%s', (file) => {
    require(`../../${file}.test`);
  });
});
