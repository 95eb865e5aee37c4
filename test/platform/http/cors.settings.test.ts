import { readSettings } from '../../../src/platform/config/read-settings';
import { corsSettings } from '../../../src/platform/http/cors.settings';

const read = (CORS_ORIGINS: string) =>
  readSettings({ cors: corsSettings }, { CORS_ORIGINS }).cors.corsOrigins;

test('by default no other origin may call', () => {
  expect(read('')).toEqual([]);
});

test('origins are read as browsers write them', () => {
  expect(read(' https://News.example , https://*.apps.example ')).toEqual([
    'https://news.example',
    'https://*.apps.example',
  ]);
});

test.each([
  'news.example',
  'https://news.example/',
  'https://a.example,',
  'https://*',
  'https://a.example b',
])('%s stops the start and is named', (value) => {
  expect(() => read(value)).toThrow(
    expect.objectContaining({ code: 'WRONG_SETTINGS', message: expect.stringContaining('CORS_ORIGINS') }),
  );
});
