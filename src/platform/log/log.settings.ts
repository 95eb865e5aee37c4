import { choiceSetting } from '../config/setting';

export const logSettings = {
  level: choiceSetting({
    name: 'LOG_LEVEL',
    choices: ['silent', 'error', 'warn', 'info', 'debug'],
    default: 'warn',
    meaning: 'How much is written to standard error, as lines of JSON.',
  }),
};
