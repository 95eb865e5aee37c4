// kill -9 of the process that looks for similar texts, in the midst of a newsroom that has just been imported: what it
// has done is whole, and the next process does the rest, though the job of the dead one stays locked for hours.

import { aDraft } from '../builders/an-article-draft';
import { useNewsroom } from '../setup/newsroom';
import { RunningProgram } from '../setup/running-program';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const newsroom = useNewsroom(stores);
const ARTICLES = 160;
const TOPICS = 40;
const PATIENCE_MS = 100_000;
let program: RunningProgram | undefined;

afterEach(() => program?.end());

const startWorker = () =>
  RunningProgram.start({
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    KEY_SPACE: stores.keySpace,
    DEMO: 'off',
    ROLE: 'worker',
  });

async function count(query: string): Promise<number> {
  const [row] = await stores.dataSource.query(`select count(*)::integer as count from ${query}`);
  return row.count;
}

const listed = 'text_article t where t.listed >= (select since from text_lists_wanted)';

/** Frequencies that are not how many articles of the index have the term; articles without a list that say they have. */
async function inconsistencies(): Promise<number> {
  const wrong = await count(
    `(select term, count(*) as articles from text_article a, unnest(a.terms || a.total_term) as term group by term) has
     full join (select * from text_term where articles > 0) said using (term)
     where has.articles is distinct from said.articles`,
  );
  const without = await count(
    `${listed} and not exists (select from similar_texts s where s.article = t.article)`,
  );
  return wrong + without;
}

test('a worker that is killed leaves nothing half done, and another one does the rest', async () => {
  const drafts = Array.from({ length: ARTICLES }, (_, index) =>
    aDraft(`article-${index}`, {
      headline: `Number ${index} about the${'bdfghjklmn'[index % 10]}o${'prstv'[Math.floor(index / 10) % 5]}i`,
      bodyHtml: `<p>${`topic${'abcdefgh'[index % 8]}${index % TOPICS} `.repeat(30)}</p>`,
      publishedAt: new Date(Date.now() - index * 60_000),
    }),
  );
  await newsroom.writer.write(drafts);

  program = await startWorker();
  await until(async () => (await count('text_article')) > 0, {
    withinMs: PATIENCE_MS,
    what: 'the work has begun',
  });
  await program.end('SIGKILL');
  await expect(inconsistencies()).resolves.toBe(0);

  program = await startWorker();
  await until(async () => (await count(listed)) === ARTICLES, {
    withinMs: PATIENCE_MS,
    what: 'the rest is done, and each article has its list',
  });
  await program.end();
  await expect(inconsistencies()).resolves.toBe(0);
  await expect(count('similar_texts')).resolves.toBe(ARTICLES);
}, 300_000);
