import type { ContentChanges } from '../../src/publishing/content-changes';
import { createArticle } from '../../src/publishing/create-article';
import { publishArticle } from '../../src/publishing/publish-article';
import { updateArticle } from '../../src/publishing/update-article';
import { aDraft, anImageDraft } from '../builders/an-article-draft';
import { anEditor, aWriter, Desk } from '../builders/an-editor';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const newsroom = useNewsroom(stores);
const desk = new Desk(stores, newsroom);

beforeAll(async () => {
  await desk.furnish();
  const authors = [{ name: 'Bo Reed' }, { name: 'Cy Marsh' }];
  await newsroom.writer.write([aDraft('more', { authors, section: { slug: 'coast', name: 'Coast' } })]);
});

async function updated(article: { id: string; version: number }, changes: ContentChanges) {
  const { id, version } = article;
  return desk.done(updateArticle(newsroom.editing, anEditor, { id, version, ...changes }));
}

describe('a change', () => {
  test('leaves alone what it does not name, and clears what is null', async () => {
    const lead = anImageDraft('pier');
    const full = await desk.draft({
      ...{ leadImage: lead, inlineImages: [anImageDraft('gull'), anImageDraft('buoy')] },
      canonicalUrl: 'https://news.example/harbour',
    });
    const renamed = await updated(full, { standfirst: 'Another one.' });
    expect(renamed.content).toEqual({ ...full.content, standfirst: 'Another one.' });
    const cleared = await updated(renamed, {
      ...{ standfirst: null, body: null, canonicalUrl: null, leadImage: null, inlineImages: null },
      ...{ tags: null, authors: null },
    });
    expect(cleared.content).toEqual({
      ...full.content,
      ...{ standfirst: '', body: '', canonicalUrl: null, leadImage: null, inlineImages: [] },
      ...{ tags: [], authorIds: [] },
    });
  });

  test('cannot clear the language or the section', async () => {
    const { id, version } = await desk.draft();
    const changes = { language: null, section: null };
    const { reasons } = await updateArticle(newsroom.editing, anEditor, { id, version, ...changes });
    expect(reasons.map(({ field }) => field)).toEqual(['language', 'section']);
  });

  test('that changes nothing makes no version', async () => {
    const draft = await desk.draft({ leadImage: anImageDraft('pier') });
    const same = await updated(draft, { headline: draft.content.headline, leadImage: anImageDraft('pier') });
    expect(same).toEqual(draft);
  });

  test('puts authors in the order asked for, by id or slug, each once', async () => {
    const [cy] = await stores.dataSource.query(`select id from author where slug = 'cy-marsh'`);
    const article = await desk.draft({ authors: [cy.id, 'ada-quill', 'cy-marsh', 'bo-reed'] });
    const slugs = await stores.dataSource.query(
      `select w.slug from unnest($1::uuid[]) with ordinality as asked(id, place)
       join author w on w.id = asked.id order by place`,
      [article.content.authorIds],
    );
    expect(slugs.map(({ slug }: { slug: string }) => slug)).toEqual(['cy-marsh', 'ada-quill', 'bo-reed']);
    const card = (await newsroom.cards.byIds([article.id]))[0];
    expect(card?.authors.map(({ slug }) => slug)).toEqual(['cy-marsh', 'ada-quill', 'bo-reed']);
  });

  test('keeps pictures that are the same, and takes known ones by their id', async () => {
    const first = await desk.draft({ inlineImages: [anImageDraft('gull'), anImageDraft('buoy')] });
    const [gull, buoy] = first.content.inlineImages;
    const turned = await updated(first, { inlineImages: [anImageDraft('buoy'), { id: gull!.id }] });
    expect(turned.content.inlineImages).toEqual([buoy, gull]);
    const second = await desk.draft({ leadImage: { id: gull!.id } });
    expect(second.content.leadImage).toEqual(gull);
    const both = await updateArticle(newsroom.editing, anEditor, {
      ...{ id: second.id, version: 1, leadImage: { id: gull!.id, alt: 'Another' } },
    });
    expect(both.reasons).toMatchObject([{ code: 'BAD_USER_INPUT', field: 'leadImage' }]);
  });

  test('makes tags that there are not yet, once', async () => {
    const article = await desk.draft({ tags: ['harbour', 'Salt & Tar', 'Salt, Tar'] });
    expect(article.content.tags.map(({ name }) => name)).toEqual(['Harbour', 'Salt & Tar']);
  });
});

describe('the slug', () => {
  test('is made from the headline, follows it while nobody has seen it, and is free', async () => {
    const one = await desk.draft({ headline: 'A storm is coming' });
    const two = await desk.draft({ headline: 'A storm is coming' });
    expect(one.content.slug).toBe('a-storm-is-coming');
    expect(two.content.slug).toMatch(/^a-storm-is-coming-[0-9a-f]{12}$/);
    const renamed = await updated(two, { headline: 'The storm is here' });
    expect(renamed.content.slug).toBe('the-storm-is-here');
    const own = await updated(renamed, { slug: 'storm' });
    expect((await updated(own, { headline: 'The storm has gone' })).content.slug).toBe('storm');
  });

  test('that another article has is refused', async () => {
    await desk.draft({ slug: 'taken' });
    const outcome = await createArticle(newsroom.editing, aWriter, {
      language: 'en',
      section: 'town',
      slug: 'taken',
    });
    expect(outcome).toMatchObject({ articleId: null, reasons: [{ code: 'SLUG_TAKEN', field: 'slug' }] });
  });

  test('stays once readers have seen it', async () => {
    const article = await desk.published({ headline: 'Seen by all' });
    const renamed = await updated(article, { headline: 'Seen by everyone', slug: 'seen-by-all' });
    expect(renamed.content.slug).toBe('seen-by-all');
    const { id, version } = renamed;
    const outcome = await updateArticle(newsroom.editing, anEditor, { id, version, slug: 'elsewhere' });
    expect(outcome.reasons).toMatchObject([{ code: 'SLUG_IS_PUBLIC', field: 'slug' }]);
  });
});

describe('a public article', () => {
  test('does not lose what every public article has', async () => {
    const { id, version } = await desk.published();
    const changes = { headline: null, authors: [], leadImage: { ...anImageDraft('pier'), credit: null } };
    const { reasons } = await updateArticle(newsroom.editing, anEditor, { id, version, ...changes });
    expect(reasons.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'NOT_READY headline',
      'NOT_READY authors',
      'NOT_READY leadImage.credit',
    ]);
    expect(await desk.stored(id)).toMatchObject({ version });
  });

  test('that an import brought with a bare picture can be changed all the same', async () => {
    const leadImage = { ...anImageDraft('bare'), alt: '', credit: '' };
    const [written] = await newsroom.writer.write([aDraft('bare', { leadImage })]);
    const { id, version } = await desk.stored(written!.id);
    expect((await updated({ id, version }, { headline: 'Put right' })).content.headline).toBe('Put right');
    const again = await publishArticle(newsroom.editing, anEditor, { id, version: version + 1 });
    expect(again.reasons).toMatchObject([{ code: 'WRONG_STATUS' }]);
  });
});
