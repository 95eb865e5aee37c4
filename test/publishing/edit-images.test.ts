import { Role } from '../../src/accounts/role';
import { useApi } from '../builders/a-running-api';
import { AnEditor, actsOn } from '../builders/a-surroundings-editor';
import { anArticleDraft, anImageDraft } from '../builders/an-article-draft';

const api = useApi();
const editor = new AnEditor(api, Role.EDITOR);
const writer = new AnEditor(api, Role.WRITER);

interface Shown {
  id: string;
  alt: string;
  caption: string;
  credit: string;
  version: number;
}

const words = 'id alt caption credit version';
const fields = `image { ${words} }`;
const update = (input: object, by = editor) => by.does<{ image: Shown | null }>('updateImage', input, fields);

async function picturesOf(number: number): Promise<Shown[]> {
  const query = `{ article(slug: "story-${number}") { leadImage { ${words} } inlineImages { ${words} } } }`;
  const { data } = await api.ask<{ article: { leadImage: Shown; inlineImages: Shown[] } }>(query);
  return [data.article.leadImage, ...data.article.inlineImages];
}

beforeAll(() =>
  api.publish([
    anArticleDraft({ number: 1, leadImage: anImageDraft('pier'), inlineImages: [anImageDraft('boat')] }),
    anArticleDraft({ number: 2, status: 'DRAFT', leadImage: anImageDraft('fog') }),
  ]),
);

async function pictureOfDraft(): Promise<string> {
  const [row] = await api.stores.dataSource.query(
    `select lead_image_id as id from article where slug = 'story-2'`,
  );
  return row.id;
}

describe('the words beside a picture', () => {
  test('change on the article that shows it, at its head or in its text', async () => {
    for (const [place, picture] of (await picturesOf(1)).entries()) {
      await update({ id: picture.id, version: 1, alt: ' A long pier ', credit: 'Kit Moss' });
      const after = (await picturesOf(1))[place];
      expect(after).toEqual({ ...picture, alt: 'A long pier', credit: 'Kit Moss', version: 2 });
      expect(await actsOn(api, picture.id)).toMatchObject([{ act: 'UPDATED', by: 'the editor' }]);
    }
  });

  test('are not taken away from a public article', async () => {
    const [{ id, version }] = (await picturesOf(1)) as [Shown];
    for (const credit of [' ', '\u200b']) {
      expect(await update({ id, version, credit })).toMatchObject({
        image: null,
        userErrors: [{ code: 'BAD_USER_INPUT', field: 'credit' }],
      });
    }
  });

  test('are not taken away from a withdrawn article, which may be public again, nor changed by a writer', async () => {
    await api.publish([anArticleDraft({ number: 3, leadImage: anImageDraft('mist') })]);
    const [[{ id }]] = await api.stores.dataSource.query(
      `update article set status = 'WITHDRAWN', withdrawn_at = now() where slug = 'story-3'
       returning lead_image_id as id`,
    );
    expect((await update({ id, version: 1, alt: '' })).userErrors).toMatchObject([{ field: 'alt' }]);
    const { errors } = await writer.asks('updateImage', { id, version: 1, alt: 'Mine' }, fields);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  test('are changed by one of two editors who began from the same version', async () => {
    const [{ id, version }] = (await picturesOf(1)) as [Shown];
    const answers = await Promise.all(['One', 'Two'].map((alt) => update({ id, version, alt })));
    expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual([
      'VERSION_CONFLICT',
    ]);
  });

  test('of a draft may be changed by a writer, of what is public not', async () => {
    const draft = await update({ id: await pictureOfDraft(), version: 1, alt: '' }, writer);
    expect(draft.image).toMatchObject({ alt: '', version: 2 });
    const [{ id, version }] = (await picturesOf(1)) as [Shown];
    const { errors } = await writer.asks('updateImage', { id, version, alt: 'Mine' }, fields);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  test('belong to a picture that there is, and are not too long', async () => {
    expect((await update({ id: 'x', version: 1 })).userErrors).toMatchObject([{ code: 'IMAGE_NOT_FOUND' }]);
    expect((await update({ id: 'x', version: 1, alt: 'x'.repeat(1_001) })).userErrors).toMatchObject([
      { code: 'BAD_USER_INPUT', field: 'alt' },
    ]);
  });
});
