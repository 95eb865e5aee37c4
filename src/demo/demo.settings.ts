import { choiceSetting } from '../platform/config/setting';

export const demoSettings = {
  demo: choiceSetting({
    name: 'DEMO',
    choices: ['auto', 'on', 'off'],
    default: 'auto',
    meaning:
      'Whether an empty database is filled with the demo newsroom. ' +
      '"auto" fills the embedded database and leaves one named by DATABASE_URL alone.',
  }),
  demoTraffic: choiceSetting({
    name: 'DEMO_TRAFFIC',
    choices: ['auto', 'on', 'off'],
    default: 'auto',
    meaning:
      'Whether simulated readers read the newsroom, a few stories a second, and are counted like real ones. "auto" ' +
      'lets them into the demo newsroom that DEMO has filled; "on" into any, so keep it from one with real readers.',
  }),
};
