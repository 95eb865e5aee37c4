import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectLog } from '../../src/traffic/inspect-log';
import type { LogRules } from '../../src/traffic/view-log';

const usual: LogRules = {
  format: undefined,
  columns: {},
  badLines: 'refuse',
  order: 'given',
  fromMs: undefined,
  toMs: undefined,
  limit: undefined,
};

describe('the first reading of a log', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mostread-log-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const inspect = async (content: string, rules: Partial<LogRules> = {}) => {
    const path = join(folder, 'a.tsv');
    await writeFile(path, content);
    return inspectLog(path, { ...usual, ...rules });
  };

  test('finds when it begins and ends, and when each article is first read', async () => {
    const content = '1500000001\tann\ta\n1500000002\tbob\tb\n1500000003\tbob\ta\nyesterday\tbob\ta\n';
    expect(await inspect(content, { badLines: 'skip' })).toEqual({
      views: 3,
      badLines: 1,
      firstMs: 1_500_000_001_000,
      lastMs: 1_500_000_003_000,
      articles: new Map([
        ['a', 1_500_000_001_000],
        ['b', 1_500_000_002_000],
      ]),
    });
  });

  test.each([
    ['nothing', '', {}, /holds no views\.$/],
    ['a header alone', 'timestamp\tvisitor\tarticle\n', {}, /holds no views\.$/],
    [
      'bad lines alone',
      '1500000000\t\t\n',
      { badLines: 'skip' as const },
      /no line that can be counted \(1 bad ones\)\.$/,
    ],
    [
      'nothing at that time',
      '1500000000\ta\tb\n',
      { fromMs: 1.6e12 },
      /holds no views between these times\.$/,
    ],
  ])('refuses a log of %s', async (_, content, rules, message) => {
    await expect(inspect(content, rules)).rejects.toThrow(message);
  });
});
