import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { runMostread } from './run-mostread';

jest.setTimeout(120_000);

const api = useApi();

describe('mostread generate-traffic', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mostread-traffic-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('writes the same bytes for the same seed, which replay counts', async () => {
    const args = [
      'generate-traffic',
      '--minutes',
      '20',
      '--visitors',
      '20',
      '--articles',
      '30',
      '--seed',
      'x',
    ];
    const out = join(folder, 'log.tsv');
    const [written, printed] = await Promise.all([runMostread([...args, '--out', out]), runMostread(args)]);
    expect([written.status, printed.status]).toEqual([0, 0]);
    const log = await readFile(out, 'utf8');
    expect(printed.stdout).toBe(log);
    const views = log.trim().split('\n').length - 1;
    expect(views).toBeGreaterThan(300);
    expect(written.stderr).toContain(`${views.toLocaleString('en')} views of 20 minutes`);

    const replayed = await runMostread(['replay', out, '--create-articles'], api.stores);
    expect(replayed.status).toBe(0);
    expect(replayed.stdout).toContain(`${views.toLocaleString('en')} views of`);
  });

  test('sends readers to a running newsroom, which counts them', async () => {
    await api.publish(Array.from({ length: 12 }, (_, at) => anArticleDraft({ number: at + 1 })));
    const run = await runMostread([
      ...['generate-traffic', '--url', api.url, '--minutes', '0.2', '--visitors', '6000', '--rate', '40'],
      ...['--articles', '10'],
    ]);
    expect(run.stderr).not.toContain('Error');
    expect(run.status).toBe(0);
    const sent = Number(/^([\d,]+) views sent/.exec(run.stdout)?.[1]?.replaceAll(',', ''));
    expect(sent).toBeGreaterThan(50);
    const counted = Number(/([\d,]+) COUNTED/.exec(run.stdout)?.[1]?.replaceAll(',', '') ?? 0);
    const { data } = await api.ask<{ latestStories: { edges: { node: { views: number } }[] } }>(
      '{ latestStories(first: 50) { edges { node { views } } } }',
    );
    expect(data.latestStories.edges.reduce((sum, { node }) => sum + node.views, 0)).toBe(counted);
  });

  test.each([
    { args: ['--zipf', '-1'], says: 'a number from 0 to 5' },
    { args: ['--minutes', '0'], says: 'a number above 0' },
    { args: ['--articles', '0'], says: 'a whole number from 1' },
    { args: ['--click-through', '1'], says: 'a share from 0 to 0.95' },
    { args: ['--url', 'ftp://x'], says: 'an address such as' },
    { args: ['--key', 'abc'], says: '--key goes with --url' },
    { args: ['--url', 'http://127.0.0.1:9', '--out', 'x'], says: 'leave --out and --format out' },
  ])('refuses $args with a sentence', async ({ args, says }) => {
    const run = await runMostread(['generate-traffic', ...args]);
    expect(run.stderr).toContain(says);
    expect(run.status).toBe(2);
  });

  test('says where nobody answers, and which file cannot be written', async () => {
    const away = await runMostread(['generate-traffic', '--url', 'http://127.0.0.1:9']);
    expect(away.stderr).toMatch(/^http:\/\/127\.0\.0\.1:9\/graphql does not answer: /m);
    expect(away.status).toBe(1);
    await writeFile(join(folder, 'file'), '');
    const nowhere = await runMostread(['generate-traffic', '--out', join(folder, 'file', 'log.tsv')]);
    expect(nowhere.stderr).toContain('cannot be written');
    expect(nowhere.status).toBe(1);
  });
});
