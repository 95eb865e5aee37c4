import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { useStores } from '../setup/stores';
import { runMostread } from './run-mostread';

jest.setTimeout(60_000);

const stores = useStores();
const feed = (name: string) => join(__dirname, '..', 'imports', 'feeds', name);
const articles = async () => {
  const [row] = await stores.dataSource.query('select count(*)::int as count from article');
  return row.count as number;
};

describe('mostread import', () => {
  test('needs no store to try, and to refuse', async () => {
    const trial = await runMostread(['import', feed('harbour.rss'), '--dry-run']);
    expect(trial).toMatchObject({ status: 0, stderr: '' });
    expect(trial.stdout).toMatch(
      /: would bring 6 articles into section "Harbour & Coast" \(harbour-coast\), 3 skipped\n/,
    );
    const refused = await runMostread(['import', feed('page.html')]);
    expect(refused).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/page\.html is a web page .*\n$/),
    });
  });

  test('brings in several, says of each what became of it, and goes on past a bad one', async () => {
    const names = ['harbour.rss', 'page.html', 'bomb.rss', 'observatory.atom', 'none.xml'].map(feed);
    const { status, stdout, stderr } = await runMostread(
      ['import', ...names, '--section', 'Sea & Sky'],
      stores,
    );
    expect(status).toBe(1);
    expect(stdout).toContain('6 added, 0 updated, 0 unchanged, 3 skipped; section "Sea & Sky" (sea-sky)');
    expect(stdout).toContain(
      '  skipped: 1 has the id of one before it, 1 has no title, 1 has no id, no link and no date',
    );
    expect(stdout).toContain(
      '  dated by their first import: 1 has no date, 1 has a date that cannot be read, 1 has a',
    );
    expect(stdout).toMatch(/2 feeds: 8 added, 0 updated, 0 unchanged, 3 skipped; 3 refused\n$/);
    expect(stderr).toMatch(/page\.html is a web page/);
    expect(stderr).toMatch(/bomb\.rss defines XML entities of its own/);
    expect(stderr).toMatch(/none\.xml does not exist\./);
    expect(await articles()).toBe(8);
  });

  test('says how many it has left as editors have changed them', async () => {
    await stores.dataSource.query(
      `update article set edited_at = now(), content_hash = 'another' where slug = 'fog-closes-the-strait'`,
    );
    const { stdout } = await runMostread(['import', feed('harbour.rss'), '--section', 'Sea & Sky'], stores);
    expect(stdout).toContain('0 added, 0 updated, 5 unchanged, 3 skipped');
    expect(stdout).toContain('  kept as editors have changed them: 1, though the feed has something else\n');
    await stores.dataSource.query(`update article set edited_at = null where edited_at is not null`);
    await runMostread(['import', feed('harbour.rss'), '--section', 'Sea & Sky'], stores);
  });

  test('adds nothing the second time', async () => {
    const { status, stdout } = await runMostread(
      ['import', feed('harbour.rss'), '--section', 'Sea & Sky'],
      stores,
    );
    expect(status).toBe(0);
    expect(stdout).toContain('0 added, 0 updated, 6 unchanged, 3 skipped');
    expect(await articles()).toBe(8);
  });

  test('goes on past a feed that Postgres will not take, and says which one it was', async () => {
    await stores.dataSource.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no ferries'; end $$;
      create trigger refuse before insert or update on article for each row
        when (new.source = 'https://harbour.example/feed.xml') execute function refuse()`);
    try {
      const names = ['harbour.rss', 'observatory.atom'].map(feed);
      const { status, stdout, stderr } = await runMostread(['import', ...names, '--section', 'Sky'], stores);
      expect(status).toBe(1);
      expect(stderr).toMatch(
        /harbour\.rss was not imported completely\. This should not happen: .*no ferries/,
      );
      expect(stdout).toMatch(/observatory\.atom: 0 added, 2 updated/);
      expect(stdout).toMatch(/1 feeds: 0 added, 2 updated, 0 unchanged, 0 skipped; 0 refused, 1 failed\n$/);
    } finally {
      await stores.dataSource.query('drop function refuse cascade');
    }
  });

  test.each(['  ', 'x'.repeat(201)])('takes no section that cannot be one: %j', async (section) => {
    const { status, stderr } = await runMostread(['import', feed('harbour.rss'), '--section', section]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/^--section (is|has) /) });
  });

  test('ends at the first feed that it could write when there are no stores', async () => {
    const names = ['page.html', 'harbour.rss', 'observatory.atom'].map(feed);
    const { status, stdout, stderr } = await runMostread(['import', ...names]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.match(/page\.html is a web page|(does|do) not answer/g)).toHaveLength(2);
  });

  test('fetches over HTTP, from this machine when told so', async () => {
    const server = createServer((_, answer) =>
      answer.end(
        '<rss version="2.0"><channel><title>Net</title><item><title>A</title><guid>1</guid></item></channel></rss>',
      ),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`;
    try {
      const refused = await runMostread(['import', address], stores);
      expect(refused).toMatchObject({ status: 1, stdout: '' });
      expect(refused.stderr).toMatch(
        /a private or local address\. If that is meant, add --allow-private\.\n$/,
      );
      const { status, stdout } = await runMostread(['import', address, '--allow-private'], stores);
      expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('1 added') });
    } finally {
      server.close();
    }
  });
});

describe('mostread withdraw', () => {
  test('takes an article off, by its slug, once', async () => {
    const slug = 'fog-closes-the-strait';
    const reason = 'There was no fog.';
    const first = await runMostread(['withdraw', slug, '--reason', reason], stores);
    expect(first).toMatchObject({ status: 0, stdout: `Withdrawn: Fog closes the strait (${slug})\n` });
    const [row] = await stores.dataSource.query(
      `select a.status, a.withdrawal_reason as reason, e.act, e.actor_kind as "by"
       from article a join audit_entry e on e.subject_id = a.id::text where a.slug = $1`,
      [slug],
    );
    expect(row).toEqual({ status: 'WITHDRAWN', act: 'WITHDRAWN', by: 'PROGRAM', reason });
    const second = await runMostread(['withdraw', slug], stores);
    expect(second).toMatchObject({ status: 0, stdout: expect.stringContaining('Was withdrawn before') });
  });

  test('knows when there is none', async () => {
    const { status, stderr } = await runMostread(['withdraw', 'never-written'], stores);
    expect(status).toBe(1);
    expect(stderr).toContain('There is no article with the id or slug "never-written".');
  });
});
