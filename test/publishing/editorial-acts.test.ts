// What editors do in one process, as another one shows it. The other hears no message: its Redis is cut off, and what it
// knows it has read from Postgres.

import { Account } from '../../src/accounts/account';
import { Role } from '../../src/accounts/role';
import { composeNewsroom, type Newsroom } from '../../src/compose/newsroom';
import { settingsFrom } from '../../src/compose/settings';
import { composeSurroundings, type Surroundings } from '../../src/compose/surroundings';
import { systemClock } from '../../src/platform/clock';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { anArticleDraft, anImageDraft } from '../builders/an-article-draft';
import { CuttingProxy } from '../setup/cutting-proxy';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';
import { SOON_MS, until } from '../setup/until';

const stores = useStores();
const newsroom = useNewsroom(stores);
const editor = new Account({ kind: 'API_KEY', id: 'ida', name: 'Ida', roles: [Role.EDITOR] });
let proxy: CuttingProxy;
let redis: RedisConnection;
let other: Newsroom;
let acts: Surroundings;

beforeAll(async () => {
  const target = new URL(stores.redisUrl);
  proxy = await CuttingProxy.to({ host: target.hostname, port: Number(target.port) });
  target.port = String(proxy.port);
  redis = openRedis({ url: target.href, keySpace: stores.keySpace, commandTimeoutMs: 1_000 }, stores.log);
  await redis.ready();
  const { dataSource, log } = stores;
  other = composeNewsroom({ dataSource, redis, clock: systemClock }, settingsFrom({}), log);
  await other.start();
  acts = composeSurroundings({ dataSource, clock: systemClock }, newsroom);
  await newsroom.writer.write([
    anArticleDraft({ number: 1, leadImage: anImageDraft('pier'), tags: ['Ships'] }),
    anArticleDraft({ number: 2, section: { slug: 'sport', name: 'Sport' } }),
  ]);
  await until(() => cardOf(1) !== undefined && cardOf(2) !== undefined, { withinMs: SOON_MS });
  proxy.refuse();
  proxy.cut();
});

afterAll(async () => {
  await other.stop();
  await redis.close();
  await proxy.close();
});

const cardOf = (number: number) =>
  other.latest.newest({ limit: 10 }).find(({ slug }) => slug === `story-${number}`);
const cardThere = (number: number) => {
  const card = cardOf(number);
  if (card === undefined) throw new Error(`The other process does not know story ${number}`);
  return card;
};

describe('what an editor does', () => {
  test('to a section shows on cards that were made long ago, and in lists', async () => {
    const old = cardThere(2);
    const { id, version } = old.section;
    const top = await acts.sections.create(editor, { name: 'Everything' });
    await acts.sections.update(editor, { id, version, name: 'Games', slug: 'games', parentId: top.id });
    await until(() => old.section.name === 'Games', { withinMs: SOON_MS });
    expect(other.sections.bySlug('games')).toBe(old.section);
    expect(other.sections.bySlug('sport')).toBeUndefined();
    const inTop = other.latest.newest({ sectionId: top.id, limit: 10 });
    expect(inTop.map(({ slug }) => slug)).toEqual(['story-2']);
    const { version: present } = old.section;
    await acts.sections.update(editor, { id, version: present, parentId: null });
    await until(() => other.latest.newest({ sectionId: top.id, limit: 10 }).length === 0, {
      withinMs: SOON_MS,
    });
    await acts.sections.delete(editor, top.id);
    await until(() => other.sections.get(top.id) === undefined, { withinMs: SOON_MS });
  });

  test('to an author, a tag and a picture shows on the articles', async () => {
    const { authors, tags, leadImage } = cardThere(1);
    const [author, tag] = [authors[0]!, tags[0]!];
    await acts.authors.update(editor, { id: author.id, version: author.version, name: 'Ada Lamp' });
    await acts.tags.update(editor, { id: tag.id, version: tag.version, name: 'Vessels' });
    const { id, version } = leadImage!;
    await acts.images.update(editor, { id, version, alt: 'The pier at noon' });
    const shown = () => {
      const card = cardThere(1);
      return [card.authors[0]?.name, card.tags[0]?.name, card.leadImage?.alt].join(', ');
    };
    await until(() => shown() === 'Ada Lamp, Vessels, The pier at noon', { withinMs: SOON_MS });
  });

  test('to the name of an author is not undone by an import that knows the old one', async () => {
    const name = 'Old Name';
    const [before] = await newsroom.writer.write([anArticleDraft({ number: 20, authors: [{ name }] })]);
    const [card] = await newsroom.cards.byIds([before!.id]);
    const { id, version } = card!.authors[0]!;
    await acts.authors.update(editor, { id, version, name: 'New Name' });
    const [after] = await newsroom.writer.write([anArticleDraft({ number: 21, authors: [{ name }] })]);
    const [byImport] = await newsroom.cards.byIds([after!.id]);
    expect(byImport!.authors).toMatchObject([{ id, name: 'New Name' }]);
  });

  test('is refused whole when its entry in the audit log cannot be written', async () => {
    const before = newsroom.sections.all().length;
    const nobody = Object.assign(Object.create(editor), { name: null }) as Account;
    await expect(acts.sections.create(nobody, { name: 'Unheard of' })).rejects.toThrow(/null value/);
    const [row] = await stores.dataSource.query(`select count(*)::integer as count from section`);
    expect(row.count).toBe(before);
  });
});

describe('a section that goes while an article is written into it', () => {
  test('is there with the article, or neither is', async () => {
    for (let round = 0; round < 10; round++) {
      const slug = `fleeting-${round}`;
      const { id } = await acts.sections.create(editor, { name: slug });
      const draft = anArticleDraft({ number: 100 + round, section: { slug, name: slug } });
      const [written, deleted] = await Promise.allSettled([
        newsroom.writer.write([draft]),
        acts.sections.delete(editor, id),
      ]);
      expect(written.status).toBe('fulfilled');
      const rows = await stores.dataSource.query(
        `select s.id from article a join section s on s.id = a.section_id where a.slug = $1`,
        [draft.slug],
      );
      // The import makes the section anew where the editor was first.
      expect(rows).toHaveLength(1);
      expect(rows[0].id === id).toBe(deleted.status === 'rejected');
    }
  });

  test('waits for a writer who has begun, and is kept for the article', async () => {
    const { id } = await acts.sections.create(editor, { name: 'Contested' });
    const runner = stores.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(
      `insert into article (id, slug, headline, standfirst, body, language, status, updated_at, created_at, section_id)
       values (gen_random_uuid(), 'half-written', 'H', '', '', 'en', 'DRAFT', now(), now(), $1)`,
      [id],
    );
    const deletion = acts.sections.delete(editor, id);
    deletion.catch(() => undefined);
    await until(async () => {
      const waiting = await stores.dataSource.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
    await runner.commitTransaction();
    await runner.release();
    await expect(deletion).rejects.toMatchObject({ code: 'SECTION_NOT_EMPTY' });
  });
});

describe('two sections that are moved under each other at once', () => {
  test('do not make a circle', async () => {
    const [one, two] = [
      await acts.sections.create(editor, { name: 'Hen' }),
      await acts.sections.create(editor, { name: 'Egg' }),
    ];
    const moves = await Promise.allSettled([
      acts.sections.update(editor, { id: one.id, version: 1, parentId: two.id }),
      acts.sections.update(editor, { id: two.id, version: 1, parentId: one.id }),
    ]);
    const refused = moves.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.map(({ reason }) => reason.code)).toEqual(['SECTION_CYCLE']);
  });
});

describe('two transactions that wait for each other', () => {
  test('both end as they should: the one that Postgres ends begins again', async () => {
    const author = await acts.authors.create(editor, { name: 'Locked In' });
    const draft = anArticleDraft({ number: 300, authors: [{ name: 'Locked In' }] });
    const [written] = await newsroom.writer.write([draft]);
    const runner = stores.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`select from article where id = $1 for update`, [written!.id]);
    const change = acts.authors.update(editor, { id: author.id, version: 1, name: 'Set Free' });
    await until(async () => {
      const waiting = await stores.dataSource.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
    // The editor waits for the article, and whoever holds the article asks for the author.
    await runner.query(`select from author where id = $1 for key share`, [author.id]).then(
      () => runner.commitTransaction(),
      () => runner.rollbackTransaction(),
    );
    await runner.release();
    expect(await change).toMatchObject({ name: 'Set Free', version: 2 });
  });
});
