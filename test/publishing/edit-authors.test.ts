import { Role } from '../../src/accounts/role';
import { useApi } from '../builders/a-running-api';
import { AnEditor, actsOn } from '../builders/a-surroundings-editor';
import { anArticleDraft } from '../builders/an-article-draft';

const api = useApi();
const editor = new AnEditor(api, Role.EDITOR);

interface Shown {
  id: string;
  slug: string;
  name: string;
  email: string | null;
  bio: string;
  version: number;
  picture: { url: string; alt: string; version: number } | null;
}

const fields = 'author { id slug name email bio version picture { url alt version } }';
const create = (input: object) => editor.does<{ author: Shown | null }>('createAuthor', input, fields);
const update = (input: object) => editor.does<{ author: Shown | null }>('updateAuthor', input, fields);
const merge = (input: object) => editor.does<{ author: Shown | null }>('mergeAuthors', input, fields);
const remove = (id: string) => editor.does<{ deletedId: string | null }>('deleteAuthor', id, 'deletedId');

async function bylineOf(slug: string): Promise<string[]> {
  const query = '{ article(slug: "SLUG") { authors { name } } }'.replace('SLUG', slug);
  const { data } = await api.ask<{ article: { authors: { name: string }[] } }>(query);
  return data.article.authors.map(({ name }) => name);
}

async function authorOf(slug: string): Promise<Shown | null> {
  const query = '{ author(slug: "SLUG") { id slug name version } }'.replace('SLUG', slug);
  return (await api.ask<{ author: Shown | null }>(query)).data.author;
}

describe('an author', () => {
  test('is created, changed and deleted, with an entry in the audit log for each', async () => {
    const picture = { url: 'https://pictures.example/mo.jpg', alt: 'Mo Fern' };
    const created = await create({ name: 'Mo Fern', email: 'mo@gazette.example', bio: 'Writes.', picture });
    const author = created.author as Shown;
    expect(author).toMatchObject({ slug: 'mo-fern', bio: 'Writes.', version: 1 });
    expect(author.picture).toEqual({ ...picture, version: 1 });
    const changed = await update({ id: author.id, version: 1, name: 'Mo Ferns', slug: 'ferns', email: null });
    expect(changed.author).toMatchObject({ name: 'Mo Ferns', email: null, bio: 'Writes.', version: 2 });
    expect(changed.author?.picture).toEqual({ ...picture, version: 1 });
    expect((await update({ id: author.id, version: 2, picture: null })).author?.picture).toBeNull();
    expect(await authorOf('ferns')).toMatchObject({ id: author.id, version: 3 });
    expect(await remove(author.id)).toEqual({ deletedId: author.id, userErrors: [] });
    expect(await authorOf('ferns')).toBeNull();
    const acts = await actsOn(api, author.id);
    expect(acts.map(({ act, by }) => `${by}: ${act}`)).toEqual([
      'the editor: CREATED',
      'the editor: UPDATED',
      'the editor: UPDATED',
      'the editor: DELETED',
    ]);
    expect(acts[1]?.details).toMatchObject({
      name: { before: 'Mo Fern', after: 'Mo Ferns' },
      version: { before: 1, after: 2 },
    });
    const [row] = await api.stores.dataSource.query(
      'select count(*)::integer as count from image where id = $1',
      [author.id],
    );
    expect(row.count).toBe(0);
  });

  test('with the name of another one gets a slug of its own, and may not take that of another', async () => {
    const [one, other] = [await create({ name: 'Bo Reed' }), await create({ name: 'Bo Reed' })];
    expect(one.author?.slug).toBe('bo-reed');
    expect(other.author?.slug).toMatch(/^bo-reed-[0-9a-f]{12}$/);
    const taken = { code: 'SLUG_TAKEN', field: 'slug' };
    expect((await create({ name: 'New', slug: 'bo-reed' })).userErrors).toMatchObject([taken]);
    const { id } = other.author as Shown;
    expect((await update({ id, version: 1, slug: 'bo-reed' })).userErrors).toMatchObject([taken]);
    expect((await update({ id: one.author?.id, version: 1, slug: 'bo-reed' })).userErrors).toEqual([]);
  });

  test('is shown as changed on all articles at once, and cannot be deleted while there are any', async () => {
    await api.publish([1, 2, 3].map((number) => anArticleDraft({ number })));
    const ada = (await authorOf('ada-lantern')) as Shown;
    expect(await bylineOf('story-1')).toEqual(['Ada Lantern']);
    await update({ id: ada.id, version: ada.version, name: 'Ada Lamp' });
    for (const number of [1, 2, 3]) expect(await bylineOf(`story-${number}`)).toEqual(['Ada Lamp']);
    expect((await remove(ada.id)).userErrors).toMatchObject([
      {
        code: 'AUTHOR_HAS_ARTICLES',
        field: 'id',
        message: expect.stringContaining('"Ada Lamp" has 3 articles'),
      },
    ]);
  });

  test('is merged into another one, who keeps the place in bylines where both stand', async () => {
    const [kit, sam] = [{ name: 'Kit Moss' }, { name: 'Sam Tarn' }];
    await api.publish([
      anArticleDraft({ number: 11, authors: [kit, { name: 'Ada' }, sam] }),
      anArticleDraft({ number: 12, authors: [sam, { name: 'Ada' }] }),
    ]);
    const [from, into] = [(await authorOf('sam-tarn')) as Shown, (await authorOf('kit-moss')) as Shown];
    const merged = await merge({ id: from.id, intoId: into.id });
    expect(merged.author).toMatchObject({ id: into.id, name: 'Kit Moss' });
    expect(await bylineOf('story-11')).toEqual(['Kit Moss', 'Ada']);
    expect(await bylineOf('story-12')).toEqual(['Kit Moss', 'Ada']);
    expect(await authorOf('sam-tarn')).toBeNull();
    expect(await actsOn(api, from.id)).toMatchObject([
      { act: 'MERGED', details: { articles: 2, into: into.id } },
    ]);
    expect((await merge({ id: into.id, intoId: into.id })).userErrors).toMatchObject([{ field: 'intoId' }]);
  });

  test('is changed by one of two editors who began from the same version', async () => {
    const { id } = (await create({ name: 'Pat Hill' })).author as Shown;
    const answers = await Promise.all(['Pat One', 'Pat Two'].map((name) => update({ id, version: 1, name })));
    const refused = answers.filter(({ author }) => author === null);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.userErrors).toMatchObject([
      {
        code: 'VERSION_CONFLICT',
        field: 'version',
        message: expect.stringMatching(/You saw version 1; the author is at version 2/),
      },
    ]);
    expect(await actsOn(api, id)).toHaveLength(2);
  });
});

describe('what is no author', () => {
  const long = 'x'.repeat(300);
  test.each([
    ['no name', { name: '' }, 'name'],
    ['a name that nobody sees', { name: ' \u200b\u200b ' }, 'name'],
    ['a name that turns its text around', { name: 'Ada \u202eLantern' }, 'name'],
    ['a name of 300 characters', { name: long }, 'name'],
    ['a slug with spaces', { name: 'A', slug: 'Not a slug' }, 'slug'],
    ['a slug that climbs', { name: 'A', slug: '../../etc' }, 'slug'],
    ['a slug of SQL', { name: 'A', slug: `'; drop table author; --` }, 'slug'],
    ['a slug of 300 characters', { name: 'A', slug: long }, 'slug'],
    ['an address without a host', { name: 'A', email: 'nobody' }, 'email'],
    ['an address of 300 characters', { name: 'A', email: `${long}@gazette.example` }, 'email'],
    ['a long life', { name: 'A', bio: 'x'.repeat(2_001) }, 'bio'],
    ['a picture that runs', { name: 'A', picture: { url: 'javascript:alert(1)' } }, 'picture.url'],
    ['a picture from wherever', { name: 'A', picture: { url: '//evil.example/a.png' } }, 'picture.url'],
  ])('%s is refused', async (_, input, field) => {
    expect(await create(input)).toMatchObject({
      author: null,
      userErrors: [{ field, code: 'BAD_USER_INPUT' }],
    });
  });

  test.each(['1', `' or 1=1 --`, '00000000-0000-7000-8000-000000000000'])('the id %s', async (id) => {
    const notFound = [{ code: 'AUTHOR_NOT_FOUND', field: 'id' }];
    expect((await update({ id, version: 1 })).userErrors).toMatchObject(notFound);
    expect((await remove(id)).userErrors).toMatchObject(notFound);
    expect((await merge({ id, intoId: 'x' })).userErrors).toMatchObject(notFound);
  });

  test('a key __proto__, or one that there is not', async () => {
    const input = JSON.parse('{ "name": "A", "__proto__": { "isAdmin": true } }') as object;
    const answer = await editor.asks('createAuthor', input, fields);
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
    const unknown = await editor.asks('createAuthor', { name: 'A', isAdmin: true }, fields);
    expect(unknown.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  test('nothing at all without the right to it', async () => {
    const writer = new AnEditor(api, Role.WRITER);
    for (const [mutation, given] of [
      ['createAuthor', { name: 'A' }],
      ['updateAuthor', { id: 'x', version: 1 }],
      ['mergeAuthors', { id: 'x', intoId: 'y' }],
      ['deleteAuthor', 'x'],
    ] as const) {
      const selection = mutation === 'deleteAuthor' ? 'deletedId' : fields;
      const answer = await writer.asks(mutation, given, selection);
      expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
    const { errors } = await api.ask('mutation { deleteAuthor(id: "x") { deletedId } }');
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});
