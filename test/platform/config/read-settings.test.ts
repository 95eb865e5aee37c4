import { readSettings, WrongSettings } from '../../../src/platform/config/read-settings';
import {
  choiceSetting,
  integerSetting,
  listSetting,
  numberSetting,
  optionalTextSetting,
  switchSetting,
  textSetting,
} from '../../../src/platform/config/setting';

const groups = {
  http: {
    port: integerSetting({ name: 'PORT', min: 1, max: 65_535, default: 4000, meaning: 'Where it listens.' }),
    share: numberSetting({ name: 'SHARE', min: 0, max: 1, default: 0.25, meaning: 'A share.' }),
    level: choiceSetting({ name: 'LEVEL', choices: ['info', 'warn'], default: 'info', meaning: 'How much.' }),
    open: switchSetting({ name: 'OPEN', default: false, meaning: 'Whether.' }),
    origins: listSetting({ name: 'ORIGINS', range: 'names, with commas', default: [], meaning: 'Who.' }),
    zone: textSetting({
      name: 'ZONE',
      range: 'two letters',
      pattern: /^[a-z]{2}$/,
      default: 'kr',
      meaning: 'Where.',
    }),
    url: optionalTextSetting({
      name: 'URL',
      range: 'a URL',
      pattern: /^https?:/,
      secret: true,
      meaning: 'Which.',
    }),
  },
};

describe('settings', () => {
  test('hold their defaults where nothing, or an empty value, is set', () => {
    expect(readSettings(groups, { PORT: '', SHARE: '  ' }).http).toEqual({
      port: 4000,
      share: 0.25,
      level: 'info',
      open: false,
      origins: [],
      zone: 'kr',
      url: undefined,
    });
  });

  test('become typed values', () => {
    const environment = {
      PORT: ' 8080 ',
      SHARE: '0.5',
      LEVEL: 'warn',
      OPEN: 'on',
      ORIGINS: 'a, b,',
      ZONE: 'de',
    };
    expect(readSettings(groups, environment).http).toMatchObject({
      port: 8080,
      share: 0.5,
      level: 'warn',
      open: true,
      origins: ['a', 'b'],
      zone: 'de',
    });
  });

  test.each([
    ['PORT', '0', 'PORT is "0"; it may be a whole number from 1 to 65535.'],
    ['PORT', '65536', 'PORT is "65536"; it may be a whole number from 1 to 65535.'],
    ['PORT', '80.5', 'PORT is "80.5"; it may be a whole number from 1 to 65535.'],
    ['PORT', '0x50', 'PORT is "0x50"; it may be a whole number from 1 to 65535.'],
    ['SHARE', '1.01', 'SHARE is "1.01"; it may be a number from 0 to 1.'],
    ['SHARE', 'NaN', 'SHARE is "NaN"; it may be a number from 0 to 1.'],
    ['LEVEL', 'loud', 'LEVEL is "loud"; it may be one of info, warn.'],
    ['OPEN', 'true', 'OPEN is "true"; it may be on or off.'],
    ['ZONE', 'Seoul', 'ZONE is "Seoul"; it may be two letters.'],
    ['URL', 'secret-thing', 'URL is a value that is not shown here; it may be a URL.'],
  ])('refuse %s=%s by name, value and range', (name, value, sentence) => {
    const read = () => readSettings(groups, { [name]: value });
    expect(read).toThrow(WrongSettings);
    expect(read).toThrow(sentence);
  });

  test('name every mistake at once', () => {
    const read = () => readSettings(groups, { PORT: 'x', LEVEL: 'y' });
    expect(read).toThrow(/PORT[\s\S]*LEVEL/);
  });
});
