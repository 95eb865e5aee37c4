import { publishArticle } from '../../src/publishing/publish-article';
import { updateArticle } from '../../src/publishing/update-article';
import { anEditor, aWriter, Desk } from '../builders/an-editor';
import { anotherNewsroom, useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const newsroom = useNewsroom(stores);
const desk = new Desk(stores, newsroom);

beforeAll(() => desk.furnish());

describe('an act on an article', () => {
  test('makes a new version, with its entry in the audit log and its change', async () => {
    const draft = await desk.draft();
    const after = await desk.done(
      updateArticle(newsroom.editing, aWriter, { id: draft.id, version: 1, headline: 'The harbour is open' }),
    );
    expect(after).toMatchObject({ version: 2, changedBy: { name: 'Wim Writer' }, status: 'DRAFT' });
    expect(after.content).toMatchObject({ headline: 'The harbour is open', slug: 'the-harbour-is-open' });
    const audit = await stores.dataSource.query(
      'select act, actor_name as name, details from audit_entry where subject_id = $1 order by id',
      [draft.id],
    );
    expect(audit).toEqual([
      { act: 'CREATED', name: 'Wim Writer', details: { version: 1 } },
      { act: 'UPDATED', name: 'Wim Writer', details: { version: 2, parts: ['slug', 'headline'] } },
    ]);
    const changes = await stores.dataSource.query('select kind from article_change where article_id = $1', [
      draft.id,
    ]);
    expect(changes).toEqual([{ kind: 'CHANGED' }, { kind: 'CHANGED' }]);
  });

  test('is shown by this process when it is done', async () => {
    const { id, number } = await desk.published();
    expect(newsroom.cards.peek(number)).toMatchObject({ id, status: 'PUBLISHED' });
    expect(newsroom.latest.newest({ limit: 1 })).toMatchObject([{ id }]);
  });

  test('names who changed what its caller saw, and writes nothing', async () => {
    const { id } = await desk.draft();
    await desk.done(updateArticle(newsroom.editing, anEditor, { id, version: 1, standfirst: 'Hers.' }));
    const before = await desk.stored(id);
    const outcome = await updateArticle(newsroom.editing, aWriter, { id, version: 1, standfirst: 'His.' });
    expect(outcome).toMatchObject({
      articleId: id,
      reasons: [{ code: 'VERSION_CONFLICT', field: 'version' }],
    });
    expect(outcome.reasons[0]!.message).toContain(
      `You saw version 1; the article is at version 2, written by Ida Editor at ${before.changedAt.toISOString()}.`,
    );
    expect(await desk.stored(id)).toEqual(before);
  });

  test('of ten editors at once is done for exactly one', async () => {
    const { id } = await desk.draft();
    const other = anotherNewsroom(stores);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        updateArticle((at % 2 === 0 ? newsroom : other).editing, anEditor, {
          ...{ id, version: 1, headline: `Headline ${at}` },
        }),
      ),
    );
    const winners = outcomes.flatMap(({ reasons }, at) => (reasons.length === 0 ? [at] : []));
    expect(winners).toHaveLength(1);
    expect(await desk.stored(id)).toMatchObject({
      version: 2,
      content: { headline: `Headline ${winners[0]}` },
    });
  });

  test('needs the right for where the article stands', async () => {
    const { id, version } = await desk.draft();
    const seen = { id, version };
    await expect(publishArticle(newsroom.editing, aWriter, seen)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await desk.done(publishArticle(newsroom.editing, anEditor, seen));
    const change = { id, version: version + 1, headline: 'Quietly something else' };
    await expect(updateArticle(newsroom.editing, aWriter, change)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await desk.stored(id)).toMatchObject({
      version: 2,
      content: { headline: 'The harbour opens again' },
    });
  });
});
