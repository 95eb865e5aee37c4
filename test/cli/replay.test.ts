import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { prefixOf } from '../../src/compose/replay-newsroom';
import { settingsFrom } from '../../src/compose/settings';
import type { Stores } from '../../src/compose/stores';
import { NewsroomSettingRepository } from '../../src/platform/postgres/newsroom-setting.repository';
import { SLICE_MS } from '../../src/views/slice';
import { countedViews } from '../oracles/counted-views.oracle';
import { useStores } from '../setup/stores';
import { runMostread } from './run-mostread';

jest.setTimeout(90_000);

const stores = useStores();
const startMs = Date.UTC(2026, 0, 10, 21, 7);

interface LoggedView {
  atMs: number;
  visitor: string;
  article: string;
}

const toTsv = (views: readonly LoggedView[]) =>
  views.map(({ atMs, visitor, article }) => `${atMs}\t${visitor}\t${article}\n`).join('');

/** An hour in which article a3 is read ever more, and some readers come back. */
function anHour(): LoggedView[] {
  return Array.from({ length: 1_200 }, (_, index) => ({
    atMs: startMs + index * 3_000,
    visitor: `visitor ${index % 400}`,
    article: index > 900 ? 'a3' : `a${index % 7}`,
  }));
}

describe('mostread replay', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mostread-log-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const write = async (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  const traces = async () => {
    const settings = settingsFrom({ KEY_SPACE: stores.keySpace });
    const prefix = prefixOf({ stores: { dataSource: stores.dataSource } as Stores, settings });
    const databases = await stores.dataSource.query(
      'select from pg_database where starts_with(datname, $1)',
      [prefix],
    );
    return {
      databases: databases.length,
      articles: (await stores.dataSource.query('select from article')).length,
      keys: await stores.redis.client.eval(
        `return #redis.call('KEYS', ARGV[1])`,
        0,
        `${stores.keySpace}mostread_*`,
      ),
    };
  };

  test('in the time of the log counts what counts, shows the list of its end, and leaves no trace', async () => {
    const views = anHour();
    const counted = countedViews(views, SLICE_MS).filter(Boolean).length;
    const log = await write('hour.tsv.gz', gzipSync(toTsv(views)));
    const before = await traces();
    const { status, stdout, stderr } = await runMostread(
      ['replay', log, '--create-articles', '--top', '3'],
      stores,
    );
    expect(status).toBe(0);
    expect(stdout).toContain(
      '1,200 views of 7 articles, 2026-01-10T21:07:00.000Z to 2026-01-10T22:06:57.000Z',
    );
    expect(stdout).toContain(`: ${counted.toLocaleString('en')} counted, ${1_200 - counted} repeat\n`);
    expect(stdout).toMatch(
      /Popular at 2026-01-10T22:06:57\.000Z\n.+\n1 {2}Article a3 .+ readers a minute since 21:5/,
    );
    expect(stderr).toMatch(/Counting: .+ of 1,200 views, .+ views\/s/);
    expect(await traces()).toEqual(before);
  });

  test('counts no view of an article that nobody knows', async () => {
    const log = await write('few.tsv', toTsv(anHour().slice(0, 20)));
    const { status, stdout } = await runMostread(['replay', log], stores);
    expect(status).toBe(0);
    expect(stdout).toMatch(/20 views in .+: 20 unknown article\n/);
    expect(stdout).toContain('nothing yet');
  });

  test('at a pace lets the views arrive in the newsroom now', async () => {
    const views = Array.from({ length: 30 }, (_, index) => ({
      atMs: startMs + index * 10_000,
      visitor: `visitor ${index}`,
      article: index < 20 ? 'now-1' : 'now-2',
    }));
    const log = await write('pace.tsv', toTsv(views));
    const { status, stdout } = await runMostread(
      ['replay', log, '--speed', '200', '--create-articles'],
      stores,
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /30 views in .+: 30 counted\n[\s\S]+Popular now\n.+\n1 {2}Article now-1 +20 .+\n2 {2}Article now-2 +10 /,
    );
    const rows = await stores.dataSource.query(
      `select headline from article where source = 'replay' order by 1`,
    );
    expect(rows.map(({ headline }: { headline: string }) => headline)).toEqual([
      'Article now-1',
      'Article now-2',
    ]);
  });

  test('at a pace counts nothing by the days of another zone than the newsroom has', async () => {
    const log = await write('zone.tsv', toTsv(anHour().slice(0, 10)));
    await new NewsroomSettingRepository(stores.dataSource).keepFirst('time-zone', 'UTC');
    process.env['TIME_ZONE'] = 'Asia/Seoul';
    try {
      const { status, stderr } = await runMostread(['replay', log, '--speed', '200'], stores);
      expect(status).toBe(1);
      expect(stderr).toMatch(/Set TIME_ZONE=UTC; or, /);
    } finally {
      delete process.env['TIME_ZONE'];
    }
  });

  test.each([
    [
      'is out of order',
      toTsv(anHour().slice(0, 5).reverse()),
      /line 2: its time is before .+ Add --sort .+ or --skip-bad/,
    ],
    ['has an impossible time', '2026-02-30\tann\ta1\n', /"2026-02-30"|no column|is no time/],
    ['is empty', '', /holds no views\.$/m],
    ['is not there', undefined, /does not exist\.$/m],
  ])('refuses a log that %s before anything is counted', async (_, content, message) => {
    const log = content === undefined ? join(folder, 'none.tsv') : await write('bad.tsv', content);
    const { status, stderr } = await runMostread(['replay', log]);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('ends after the step under way at Ctrl-C, and cleans up', async () => {
    const many = Array.from({ length: 4_000 }, (_, index) => ({
      atMs: startMs + index * 1_000_000,
      visitor: 'ann',
      article: `a${index % 50}`,
    }));
    const log = await write('long.tsv', toTsv(many));
    const before = await traces();
    const { status, stdout } = await runMostread(['replay', log, '--create-articles'], stores, (child) => {
      child.stderr?.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('Counting:')) child.kill('SIGINT');
      });
    });
    expect(status).toBe(130);
    expect(stdout).toMatch(/views in .+ counted/);
    expect(await traces()).toEqual(before);
  });
});
