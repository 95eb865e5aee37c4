import { choiceSetting } from '../platform/config/setting';

export const programSettings = {
  role: choiceSetting({
    name: 'ROLE',
    choices: ['all', 'api', 'worker'],
    default: 'all',
    meaning:
      'What this process does. "api" serves GraphQL, "worker" ranks and runs jobs and serves /health and /metrics, ' +
      '"all" does both. Start any number of each on the same stores; there must be a worker or an "all".',
  }),
};
