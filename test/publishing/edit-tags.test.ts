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
  version: number;
}

const fields = 'tag { id slug name version }';
const create = (input: object) => editor.does<{ tag: Shown | null }>('createTag', input, fields);
const update = (input: object) => editor.does<{ tag: Shown | null }>('updateTag', input, fields);
const merge = (input: object) => editor.does<{ tag: Shown | null }>('mergeTags', input, fields);
const remove = (id: string) => editor.does<{ deletedId: string | null }>('deleteTag', id, 'deletedId');

async function tagsOf(number: number): Promise<Shown[]> {
  const query = `{ article(slug: "story-${number}") { tags { id slug name version } } }`;
  return (await api.ask<{ article: { tags: Shown[] } }>(query)).data.article.tags;
}

async function tagged(tag: string): Promise<string[]> {
  const query = `{ articles(filter: { tag: "${tag}" }) { edges { node { slug } } } }`;
  const { data } = await api.ask<{ articles: { edges: { node: { slug: string } }[] } }>(query);
  return data.articles.edges.map(({ node }) => node.slug).sort();
}

describe('a tag', () => {
  test('is created, renamed and taken off its articles, with an entry in the audit log for each', async () => {
    const tag = (await create({ name: 'Night trains' })).tag as Shown;
    expect(tag).toMatchObject({ slug: 'night-trains', version: 1 });
    await api.publish([1, 2].map((number) => anArticleDraft({ number, tags: ['Night Trains'] })));
    expect(await tagsOf(1)).toEqual([tag]);
    await update({ id: tag.id, version: 1, name: 'Sleepers', slug: 'sleepers' });
    expect(await tagsOf(1)).toMatchObject([{ name: 'Sleepers', slug: 'sleepers', version: 2 }]);
    expect(await tagged('sleepers')).toEqual(['story-1', 'story-2']);
    expect(await remove(tag.id)).toEqual({ deletedId: tag.id, userErrors: [] });
    expect(await tagsOf(2)).toEqual([]);
    expect((await actsOn(api, tag.id)).map(({ act, details }) => [act, details.articles])).toEqual([
      ['CREATED', undefined],
      ['UPDATED', undefined],
      ['DELETED', 2],
    ]);
  });

  test('is merged into another one, which each of its articles then has once', async () => {
    await api.publish([
      anArticleDraft({ number: 11, tags: ['Ships', 'Boats'] }),
      anArticleDraft({ number: 12, tags: ['Boats'] }),
    ]);
    const [boats, ships] = (await tagsOf(11)) as [Shown, Shown];
    expect((await merge({ id: boats.id, intoId: ships.id })).tag).toMatchObject({ name: 'Ships' });
    expect(await tagsOf(11)).toMatchObject([{ name: 'Ships' }]);
    expect(await tagsOf(12)).toMatchObject([{ name: 'Ships' }]);
    expect(await tagged('boats')).toEqual([]);
  });

  test('has a slug that no other has, also when two editors make it at once', async () => {
    const answers = await Promise.all(['Fog', 'fog', 'FOG'].map((name) => create({ name })));
    expect(answers.filter(({ tag }) => tag !== null)).toHaveLength(1);
    expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual([
      'SLUG_TAKEN',
      'SLUG_TAKEN',
    ]);
  });

  test('is changed by one of two editors who began from the same version', async () => {
    const { id } = (await create({ name: 'Tides' })).tag as Shown;
    await update({ id, version: 1, name: 'High tides' });
    expect((await update({ id, version: 1, name: 'Low tides' })).userErrors).toMatchObject([
      { code: 'VERSION_CONFLICT', field: 'version' },
    ]);
  });

  test.each([
    ['no name', { name: '' }, 'name'],
    ['a name of signs alone', { name: '!?' }, 'name'],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, 'name'],
    ['a slug with odd letters', { name: 'A', slug: 'a/b' }, 'slug'],
  ])('%s is refused', async (_, input, field) => {
    expect(await create(input)).toMatchObject({ tag: null, userErrors: [{ field, code: 'BAD_USER_INPUT' }] });
  });

  test('may be made by a writer, and changed by an editor alone', async () => {
    const writer = new AnEditor(api, Role.WRITER);
    const { tag } = await writer.does<{ tag: Shown }>('createTag', { name: 'Lamps' }, fields);
    const { errors } = await writer.asks('updateTag', { id: tag.id, version: 1, name: 'Light' }, fields);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
