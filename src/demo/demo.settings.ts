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
};
