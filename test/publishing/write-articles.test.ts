import { BadUserInput } from '../../src/platform/errors';
import { updateArticle } from '../../src/publishing/update-article';
import { restoreArticle, withdrawArticle } from '../../src/publishing/withdraw-article';
import { aDraft, anImageDraft } from '../builders/an-article-draft';
import { anEditor, Desk, withdraw } from '../builders/an-editor';
import { anotherNewsroom, useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const newsroom = useNewsroom(stores);

async function cardOf(number: number) {
  return (await newsroom.cards.byNumbers([number]))[0];
}

describe('writing articles', () => {
  test('stores an article with all that belongs to it', async () => {
    const image = {
      alt: 'A crane',
      caption: 'The crane at work',
      credit: 'Photo: I. Vell',
      width: 1200,
      height: 675,
    };
    const [written] = await newsroom.writer.write([
      aDraft('whole', {
        section: { slug: 'harbour', name: 'Harbour', parentSlug: 'town' },
        authors: [
          {
            name: 'Berit Sund',
            email: 'berit@gazette.example',
            bio: 'Writes.',
            pictureUrl: '/pictures/b.svg',
          },
          { name: 'Ada Quill', email: 'ada.quill@gazette.example' },
        ],
        tags: ['Cranes', 'Harbour'],
        leadImage: { url: 'https://pictures.example/crane.jpg', ...image },
        inlineImages: [
          { url: '/pictures/2.svg', ...image },
          { url: '/pictures/1.svg', ...image },
        ],
      }),
    ]);
    expect(written).toMatchObject({ externalId: 'whole', outcome: 'ADDED' });
    const card = await cardOf(written!.number);
    expect(card).toMatchObject({
      id: written!.id,
      slug: 'headline-of-whole',
      status: 'PUBLISHED',
      publishedAt: new Date('2026-01-01T12:00:00Z'),
      section: { slug: 'harbour', name: 'Harbour' },
      leadImage: { url: 'https://pictures.example/crane.jpg', ...image },
    });
    expect(card!.authors.map(({ name }) => name)).toEqual(['Berit Sund', 'Ada Quill']);
    expect(card!.authors[0]).toMatchObject({ bio: 'Writes.', picture: { url: '/pictures/b.svg' } });
    expect(card!.tags.map(({ name }) => name)).toEqual(['Cranes', 'Harbour']);
    const inline = await newsroom.images.inlineImagesOf([written!.id]);
    expect(inline.get(written!.id)?.map(({ url }) => url)).toEqual(['/pictures/2.svg', '/pictures/1.svg']);
    expect((await newsroom.articles.bodiesOf([written!.id])).get(written!.id)).toBe('<p>Body of whole</p>');
  });

  test('leaves alone what an editor has changed by hand, and says so', async () => {
    const desk = new Desk(stores, newsroom);
    const [written] = await newsroom.writer.write([aDraft('in-hand')]);
    const { id } = written!;
    const edited = await desk.done(
      updateArticle(newsroom.editing, anEditor, { id, version: 1, headline: 'What an editor says' }),
    );
    expect(edited.editedAt).toEqual(edited.changedAt);
    const drafts = [aDraft('in-hand'), aDraft('in-hand', { headline: 'What the feed says' })];
    for (const [draft, outcome] of [
      [drafts[0]!, 'UNCHANGED'],
      [drafts[1]!, 'KEPT'],
    ] as const) {
      expect(await newsroom.writer.write([draft])).toEqual([{ ...written, outcome }]);
      expect(await desk.stored(id)).toEqual(edited);
    }
  });

  test('leaves a picture to other articles that show it', async () => {
    const desk = new Desk(stores, newsroom);
    const leadImage = anImageDraft('shared');
    const inlineImages = [anImageDraft('shared-too')];
    const [written] = await newsroom.writer.write([aDraft('pictured', { leadImage, inlineImages })]);
    const { content } = await desk.stored(written!.id);
    const ofEditor = await desk.draft({
      leadImage: { id: content.inlineImages[0]!.id },
      inlineImages: [{ id: content.leadImage!.id }],
    });
    await newsroom.writer.write([aDraft('pictured', { leadImage: anImageDraft('new'), inlineImages: [] })]);
    expect((await desk.stored(ofEditor.id)).content).toEqual(ofEditor.content);
    const after = (await desk.stored(written!.id)).content;
    expect(after).toMatchObject({ leadImage: { url: anImageDraft('new').url }, inlineImages: [] });
  });

  test('follows its feed again after a withdrawal that was taken back', async () => {
    const desk = new Desk(stores, newsroom);
    const [written] = await newsroom.writer.write([aDraft('back')]);
    const { id } = written!;
    const reason = 'By mistake.';
    await desk.done(withdrawArticle(newsroom.editing, anEditor, { id, version: 1, reason }));
    await desk.done(restoreArticle(newsroom.editing, anEditor, { id, version: 2 }));
    const [again] = await newsroom.writer.write([aDraft('back', { headline: 'What the feed says' })]);
    expect(again).toMatchObject({ outcome: 'UPDATED' });
    const after = await desk.stored(id);
    expect(after).toMatchObject({ status: 'PUBLISHED', version: 4, changedBy: null, withdrawal: null });
    const late = updateArticle(newsroom.editing, anEditor, { id, version: 3, headline: 'Too late' });
    expect((await late).reasons[0]?.message).toContain('at version 4, written by an import at');
  });

  test('writes nothing the second time, and only what differs the third', async () => {
    const drafts = [aDraft('one'), aDraft('two')];
    const first = await newsroom.writer.write(drafts);
    expect(first.map(({ outcome }) => outcome)).toEqual(['ADDED', 'ADDED']);
    const second = await newsroom.writer.write(drafts);
    expect(second).toEqual(first.map((outcome) => ({ ...outcome, outcome: 'UNCHANGED' })));
    const third = await newsroom.writer.write([aDraft('one', { headline: 'Quite another' }), aDraft('two')]);
    expect(third.map(({ outcome }) => outcome)).toEqual(['UPDATED', 'UNCHANGED']);
    expect(await cardOf(first[0]!.number)).toMatchObject({
      headline: 'Quite another',
      slug: 'headline-of-one',
    });
  });

  test('leaves no picture of an earlier version behind', async () => {
    const image = (name: string) => ({ url: `/pictures/${name}.svg`, alt: '', caption: '', credit: '' });
    await newsroom.writer.write([
      aDraft('pictured', { leadImage: image('old'), inlineImages: [image('older')] }),
    ]);
    await newsroom.writer.write([aDraft('pictured', { leadImage: image('new') })]);
    const urls = await stores.dataSource.query(
      `select url from image where url ~ '(old|older|new).svg' order by url`,
    );
    expect(urls).toEqual([{ url: '/pictures/new.svg' }]);
  });

  test('gives two articles of one headline two slugs', async () => {
    const headline = 'The same words';
    const [one, other] = await newsroom.writer.write([
      aDraft('same-1', { headline }),
      aDraft('same-2', { headline }),
    ]);
    expect((await cardOf(one!.number))?.slug).toBe('the-same-words');
    expect((await cardOf(other!.number))?.slug).toMatch(/^the-same-words-[0-9a-f]{12}$/);
  });

  test('takes the later of two drafts of one article, and answers for both', async () => {
    const outcomes = await newsroom.writer.write([
      aDraft('twice', { headline: 'Early' }),
      aDraft('twice', { headline: 'Late' }),
    ]);
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect((await cardOf(outcomes[0]!.number))?.headline).toBe('Late');
  });

  test('does not bring back what was withdrawn', async () => {
    const [written] = await newsroom.writer.write([aDraft('gone')]);
    await withdraw(newsroom, written!.id);
    await newsroom.writer.write([aDraft('gone', { headline: 'Back again' })]);
    expect(await cardOf(written!.number)).toMatchObject({ status: 'WITHDRAWN' });
  });

  test('neither doubles nor deadlocks when two processes import the same at once', async () => {
    const drafts = Array.from({ length: 150 }, (_, index) =>
      aDraft(`both-${index}`, { authors: [{ name: `Author ${index % 7}` }], tags: [`Tag ${index % 5}`] }),
    );
    const other = anotherNewsroom(stores);
    const [mine, theirs] = await Promise.all([
      newsroom.writer.write(drafts),
      other.writer.write([...drafts].reverse()),
    ]);
    const added = [...mine, ...theirs].filter(({ outcome }) => outcome === 'ADDED');
    expect(added).toHaveLength(150);
    const [row] = await stores.dataSource.query(
      `select count(*)::int as articles, count(distinct external_id)::int as names from article
       where external_id like 'both-%'`,
    );
    expect(row).toEqual({ articles: 150, names: 150 });
    const [{ authors }] = await stores.dataSource.query(
      `select count(*)::int as authors from author where name ~ '^Author [0-9]$'`,
    );
    expect(authors).toBe(7);
  });

  test('two authors of one name and two addresses are two', async () => {
    await newsroom.writer.write([
      aDraft('kim-1', { authors: [{ name: 'Kim Oru', email: 'kim@one.example' }] }),
      aDraft('kim-2', { authors: [{ name: 'Kim Oru', email: 'kim@two.example' }] }),
    ]);
    const rows = await stores.dataSource.query(
      `select email from author where name = 'Kim Oru' order by email`,
    );
    expect(rows).toEqual([{ email: 'kim@one.example' }, { email: 'kim@two.example' }]);
  });

  test('tells of a change in the transaction of the change', async () => {
    const [written] = await newsroom.writer.write([aDraft('told')]);
    await newsroom.writer.write([aDraft('told', { headline: 'Told anew' })]);
    await withdraw(newsroom, written!.id);
    const rows = await stores.dataSource.query(
      'select kind from article_change where article_id = $1 order by id',
      [written!.id],
    );
    expect(rows).toEqual([{ kind: 'PUBLISHED' }, { kind: 'CHANGED' }, { kind: 'WITHDRAWN' }]);
  });

  test.each([
    ['headline', { headline: ' ' }],
    ['headline', { headline: 'x'.repeat(301) }],
    ['headline', { headline: 'a\0b' }],
    ['standfirst', { standfirst: 'half a pair: \ud83d' }],
    ['language', { language: 'not a language' }],
    ['publishedAt', { publishedAt: null }],
    ['publishedAt', { publishedAt: new Date(Number.NaN) }],
    ['leadImage.url', { leadImage: { url: 'javascript:alert(1)', alt: '', caption: '', credit: '' } }],
    ['leadImage.width', { leadImage: { url: '/a.svg', alt: '', caption: '', credit: '', width: 0.5 } }],
    ['tags', { tags: [''] }],
  ])('refuses a wrong %s and writes nothing of its batch', async (field, changes) => {
    const writing = newsroom.writer.write([aDraft('beside-a-wrong-one'), aDraft('wrong', changes)]);
    await expect(writing).rejects.toThrow(BadUserInput);
    await expect(writing).rejects.toMatchObject({ field });
    const known = await newsroom.articles.knownInSource('test', ['beside-a-wrong-one', 'wrong']);
    expect(known.size).toBe(0);
  });
});
