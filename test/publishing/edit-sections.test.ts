import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { type Answer, useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';

const api = useApi();
let editor: string;

interface Shown {
  id: string;
  slug: string;
  name: string;
  version: number;
  position: number;
  parent: { slug: string } | null;
}

interface Refusal {
  code: string;
  field: string | null;
  message: string;
}

interface Payload {
  section: Shown | null;
  userErrors: Refusal[];
}

const payload = `{ section { id slug name version position parent { slug } } userErrors { code field message } }`;
const deletion = `{ deletedId userErrors { code field message } }`;

async function create(input: object): Promise<Payload> {
  const query = `mutation ($input: CreateSectionInput!) { createSection(input: $input) ${payload} }`;
  return dataOf(await api.ask<{ createSection: Payload }>(query, { input }, { as: editor })).createSection;
}

async function made(input: object): Promise<Shown> {
  const { section, userErrors } = await create(input);
  expect(userErrors).toEqual([]);
  return section as Shown;
}

async function update(input: object): Promise<Payload> {
  const query = `mutation ($input: UpdateSectionInput!) { updateSection(input: $input) ${payload} }`;
  return dataOf(await api.ask<{ updateSection: Payload }>(query, { input }, { as: editor })).updateSection;
}

async function remove(id: string): Promise<{ deletedId: string | null; userErrors: Refusal[] }> {
  const query = `mutation ($id: ID!) { deleteSection(id: $id) ${deletion} }`;
  const { data } = await api.ask<{ deleteSection: { deletedId: string | null; userErrors: Refusal[] } }>(
    query,
    { id },
    { as: editor },
  );
  return data.deleteSection;
}

function dataOf<T>({ data, errors }: Answer<T>): T {
  expect(errors).toBeUndefined();
  return data;
}

async function slugs(query: string): Promise<string[]> {
  const { data } = await api.ask<{ list: { edges: { node: { slug: string } }[] } }>(`{ list: ${query} }`);
  return data.list.edges.map(({ node }) => node.slug);
}

async function topSections(): Promise<string[]> {
  const { data } = await api.ask<{ sections: Shown[] }>('{ sections { slug parent { slug } } }');
  return data.sections.filter(({ parent }) => parent === null).map(({ slug }) => slug);
}

async function auditOf(subjectId: string): Promise<{ act: string; actor_name: string; details: object }[]> {
  return api.stores.dataSource.query(
    `select act, actor_name, details from audit_entry where subject_id = $1 order by at, id`,
    [subjectId],
  );
}

beforeAll(async () => {
  editor = await keyOf(api, Role.EDITOR);
});

describe('a section', () => {
  test('is created, renamed, moved and deleted, with an entry in the audit log for each', async () => {
    const harbour = await made({ name: '  The   Harbour ' });
    expect(harbour).toMatchObject({ slug: 'the-harbour', name: 'The Harbour', version: 1, parent: null });
    const coast = await made({ name: 'Coast', slug: 'by-the-coast' });
    const renamed = await update({ id: harbour.id, version: 1, name: 'Docks', slug: 'docks' });
    expect(renamed.section).toMatchObject({ slug: 'docks', name: 'Docks', version: 2 });
    const moved = await update({ id: harbour.id, version: 2, parentId: coast.id });
    expect(moved.section).toMatchObject({ name: 'Docks', version: 3, parent: { slug: 'by-the-coast' } });
    const back = await update({ id: harbour.id, version: 3, parentId: null });
    expect(back.section).toMatchObject({ version: 4, parent: null });
    expect(await remove(harbour.id)).toEqual({ deletedId: harbour.id, userErrors: [] });
    expect(await topSections()).not.toContain('docks');
    expect(await auditOf(harbour.id)).toEqual([
      { act: 'CREATED', actor_name: 'the editor', details: { name: 'The Harbour', slug: 'the-harbour' } },
      expect.objectContaining({
        act: 'UPDATED',
        details: expect.objectContaining({ name: { before: 'The Harbour', after: 'Docks' } }),
      }),
      expect.objectContaining({ act: 'UPDATED' }),
      expect.objectContaining({ act: 'UPDATED' }),
      expect.objectContaining({ act: 'DELETED' }),
    ]);
  });

  test('stands at the place that it is given, and its siblings make room', async () => {
    const root = await made({ name: 'Places' });
    const [one, two, three] = [
      await made({ name: 'One', parentId: root.id }),
      await made({ name: 'Two', parentId: root.id }),
      await made({ name: 'Three', parentId: root.id, position: 0 }),
    ];
    const children = async () => {
      const { data } = await api.ask<{ section: { children: Shown[] } }>(
        '{ section(slug: "places") { children { slug position version } } }',
      );
      return data.section.children.map(({ slug, position, version }) => `${slug} ${position} ${version}`);
    };
    expect(await children()).toEqual(['three 0 1', 'one 1 1', 'two 2 1']);
    await update({ id: three.id, version: 1, position: 99_999 });
    expect(await children()).toEqual(['one 0 1', 'two 1 1', 'three 2 2']);
    expect([one.position, two.position, three.position]).toEqual([0, 1, 0]);
  });

  test('shows its new name on every card, and takes its articles along when it moves', async () => {
    const sport = await made({ name: 'Sport' });
    await made({ name: 'Skimball', parentId: sport.id });
    await api.publish([anArticleDraft({ number: 1, section: { slug: 'skimball', name: 'Skimball' } })]);
    expect(await slugs('latestStories(section: "sport") { edges { node { slug } } }')).toEqual(['story-1']);
    const section = api.newsroom.sections.bySlug('skimball')!;
    const games = await made({ name: 'Games' });
    await update({ id: section.id, version: 1, name: 'Skim Ball', slug: 'skim-ball', parentId: games.id });
    const { data } = await api.ask<{ article: { section: Shown } }>(
      '{ article(slug: "story-1") { section { slug name parent { slug } } } }',
    );
    expect(data.article.section).toEqual({ slug: 'skim-ball', name: 'Skim Ball', parent: { slug: 'games' } });
    for (const list of ['latestStories', 'popularNow']) {
      expect(await slugs(`${list}(section: "sport") { edges { node { slug } } }`)).toEqual([]);
      expect(await slugs(`${list}(section: "games") { edges { node { slug } } }`)).toEqual(['story-1']);
    }
    expect(await remove(games.id)).toMatchObject({
      deletedId: null,
      userErrors: [
        { code: 'SECTION_NOT_EMPTY', message: expect.stringContaining('0 articles and 1 section.') },
      ],
    });
    expect((await remove(section.id)).userErrors[0]?.message).toContain('1 article and 0 sections');
  });
});

describe('the articles of a section', () => {
  test('move to another one, drafts too, and the section can go', async () => {
    const [from, to] = [await made({ name: 'Evening' }), await made({ name: 'Morning' })];
    const section = { slug: 'evening', name: 'Evening' };
    await api.publish([
      anArticleDraft({ number: 41, section }),
      anArticleDraft({ number: 42, section, status: 'DRAFT' }),
    ]);
    const query = `mutation ($input: MoveArticlesInput!) {
      moveArticlesOfSection(input: $input) { moved section { slug } userErrors { code field message } }
    }`;
    const move = async (input: object) =>
      dataOf(await api.ask<{ moveArticlesOfSection: object }>(query, { input }, { as: editor }))
        .moveArticlesOfSection;
    expect(await move({ fromId: from.id, toId: to.id })).toEqual({
      moved: 2,
      section: { slug: 'morning' },
      userErrors: [],
    });
    expect(await slugs('latestStories(section: "morning") { edges { node { slug } } }')).toEqual([
      'story-41',
    ]);
    expect(await slugs('latestStories(section: "evening") { edges { node { slug } } }')).toEqual([]);
    expect((await remove(from.id)).deletedId).toBe(from.id);
    expect((await auditOf(from.id)).map(({ act }) => act)).toEqual(['CREATED', 'EMPTIED', 'DELETED']);
    expect(await move({ fromId: to.id, toId: to.id })).toMatchObject({
      moved: null,
      userErrors: [{ field: 'toId' }],
    });
    expect(await move({ fromId: from.id, toId: to.id })).toMatchObject({
      userErrors: [{ code: 'SECTION_NOT_FOUND', field: 'fromId' }],
    });
  });
});

describe('what is no section', () => {
  test.each([
    ['no name', { name: ' ' }, 'name', 'BAD_USER_INPUT'],
    ['a name of 300 characters', { name: 'x'.repeat(300) }, 'name', 'BAD_USER_INPUT'],
    ['a slug with odd letters', { name: 'A', slug: 'Sport & Games' }, 'slug', 'BAD_USER_INPUT'],
    ['a slug with a hyphen too many', { name: 'A', slug: 'a--b' }, 'slug', 'BAD_USER_INPUT'],
    ['a slug that is taken', { name: 'Places' }, 'slug', 'SLUG_TAKEN'],
    ['a place before the first', { name: 'A', position: -1 }, 'position', 'BAD_USER_INPUT'],
    ['a parent that is no id', { name: 'A', parentId: `' or 1=1` }, 'parentId', 'SECTION_NOT_FOUND'],
  ])('%s is refused', async (_, input, field, code) => {
    expect(await create(input)).toMatchObject({ section: null, userErrors: [{ field, code }] });
  });

  test('half a letter, or a NUL, is an error of the request', async () => {
    const query =
      'mutation ($input: CreateSectionInput!) { createSection(input: $input) { section { id } } }';
    for (const name of ['A\u0000', 'A\ud800']) {
      const { errors } = await api.ask(query, { input: { name } }, { as: editor });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.name' });
    }
  });

  test('a circle, or a tower', async () => {
    const floors = [await made({ name: 'Floor 1' })];
    for (let floor = 2; floor <= 6; floor++) {
      floors.push(await made({ name: `Floor ${floor}`, parentId: floors.at(-1)?.id }));
    }
    const [ground, top] = [floors[0] as Shown, floors[5] as Shown];
    expect((await create({ name: 'Floor 7', parentId: top.id })).userErrors).toMatchObject([
      { code: 'SECTION_TOO_DEEP', field: 'parentId' },
    ]);
    for (const { id } of [ground, top]) {
      expect((await update({ id: ground.id, version: 1, parentId: id })).userErrors).toMatchObject([
        { code: 'SECTION_CYCLE', field: 'parentId' },
      ]);
    }
    const cellar = await made({ name: 'Cellar' });
    const moved = await update({ id: ground.id, version: 1, parentId: cellar.id });
    expect(moved.userErrors).toMatchObject([
      { code: 'SECTION_TOO_DEEP', message: expect.stringContaining('7 deep') },
    ]);
  });

  test('what someone else has changed meanwhile', async () => {
    const { id } = await made({ name: 'Shared' });
    const answers = await Promise.all(['One', 'Two'].map((name) => update({ id, version: 1, name })));
    expect(answers.flatMap(({ userErrors }) => userErrors)).toMatchObject([
      { code: 'VERSION_CONFLICT', field: 'version', message: expect.stringContaining('version 1') },
    ]);
    const present = answers.find(({ section }) => section !== null)?.section;
    expect(present?.version).toBe(2);
  });

  test('anything of a writer', async () => {
    const as = await keyOf(api, Role.WRITER);
    const { errors } = await api.ask('mutation { deleteSection(id: "x") { deletedId } }', {}, { as });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('a section that goes while an editor writes an article into it', () => {
  test('is there with the article, or the article is refused', async () => {
    const query = `mutation ($input: CreateArticleInput!) {
      createArticle(input: $input) { article { __typename } userErrors { code field } }
    }`;
    for (let round = 0; round < 8; round++) {
      const { id } = await made({ name: `Fleeting ${round}` });
      const input = { section: id, headline: `In passing ${round}`, language: 'en' };
      const [written, deleted] = await Promise.all([
        api.ask<{ createArticle: { article: object | null; userErrors: Refusal[] } }>(
          query,
          { input },
          { as: editor },
        ),
        remove(id),
      ]);
      const { article, userErrors } = dataOf(written).createArticle;
      if (article === null) {
        expect(userErrors).toMatchObject([{ code: 'SECTION_NOT_FOUND', field: 'section' }]);
        expect(deleted.deletedId).toBe(id);
      } else expect(deleted.userErrors).toMatchObject([{ code: 'SECTION_NOT_EMPTY' }]);
    }
  });
});
