import { useApi } from '../builders/a-running-api';
import { aDraft } from '../builders/an-article-draft';
import { until } from '../setup/until';
import { runMostread } from './run-mostread';

jest.setTimeout(90_000);

const api = useApi();
const exclude = (...options: string[]) => runMostread(['exclude', ...options], api.stores);
const time = (changeMs: number) => new Date(Date.now() + changeMs).toISOString();

async function aReadArticle(
  name: string,
  views: number,
): Promise<{ slug: string; total: () => Promise<number> }> {
  await api.publish([aDraft(name)]);
  const slug = `headline-of-${name}`;
  const card = await api.newsroom.cards.bySlug(slug);
  const visitors = Array.from({ length: views }, (_, index) => `reader-of-${name}-${index}`);
  await api.counting.counter.record(
    visitors.map((visitor) => ({ reader: { visitor, kind: 'READER' }, report: { articleId: card!.id } })),
  );
  return { slug, total: async () => (await api.counting.totals.totals([card!.number]))[0] ?? 0 };
}

describe('mostread exclude', () => {
  test('says what it would take, takes it in the running newsroom, and puts it back', async () => {
    const { slug, total } = await aReadArticle('burst', 40);
    const range = ['--article', slug, '--from', time(-600_000), '--to', time(0)];
    const dry = await exclude(...range, '--dry-run');
    expect(dry).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Would exclude 40 views of 1 article; /),
    });
    expect(await total()).toBe(40);

    const done = await exclude(...range, '--reason', 'one script');
    expect(done.stdout).toMatch(/^Excluded 40 views of 1 article\. /);
    expect(done.stdout).toContain(`       40  ${slug}  (other 40)\n`);
    await until(async () => (await total()) === 0, { what: 'the running newsroom shows no view' });

    const [, id = ''] = /--take-back (\S+)/.exec(done.stdout) ?? [];
    const back = await exclude('--take-back', id, '--reason', 'they were real');
    expect(back.stdout).toMatch(/^Taken back: 40 views of 1 article count again/);
    await until(async () => (await total()) === 40, { what: 'the running newsroom shows them again' });
    const acts = await api.stores.dataSource.query(
      `select act, actor_name as by, details ->> 'reason' as reason from audit_entry
       where subject_id = $1 order by id`,
      [id],
    );
    expect(acts).toEqual([
      { act: 'EXCLUDED', by: 'mostread', reason: 'one script' },
      { act: 'TAKEN_BACK', by: 'mostread', reason: 'they were real' },
    ]);
  });

  test.each([
    { options: ['--article', 'x', '--reason', 'y'], says: /--from and --to/ },
    { options: ['--from', 'yesterday', '--to', time(0)], says: /a time with its zone/ },
    { options: ['--from', time(-60_000), '--to', time(0), '--reason', 'y'], says: /at least one of source/ },
    {
      options: ['--from', time(-60_000), '--to', time(0), '--reason', 'y', '--source', 'nowhere'],
      says: /--source is one of/,
    },
    {
      options: ['--from', time(0), '--to', time(-60_000), '--reason', 'y', '--source', 'social'],
      says: /"to"/,
    },
  ])('refuses $options', async ({ options, says }) => {
    const { status, stderr } = await exclude(...options);
    expect(status).toBe(2);
    expect(stderr).toMatch(says);
  });
});
