import { LATEST_DEPTH } from '../../src/articles/latest-stories';
import { SimulatedClock, systemClock } from '../../src/platform/clock';
import { aDraft } from '../builders/an-article-draft';
import { withdraw } from '../builders/an-editor';
import { anotherNewsroom, useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';
import { SOON_MS, until } from '../setup/until';

const NOW_MS = Date.parse('2026-03-01T12:00:00Z');
const MINUTE_MS = 60_000;
const clock = new SimulatedClock(NOW_MS);
const stores = useStores();
const newsroom = useNewsroom(stores, clock);

const sections = {
  world: { slug: 'world', name: 'World' },
  north: { slug: 'north', name: 'North', parentSlug: 'world' },
  sport: { slug: 'sport', name: 'Sport' },
};

function published(id: string, minutesAgo: number, changes: object = {}) {
  return aDraft(id, { publishedAt: new Date(clock.nowMs() - minutesAgo * MINUTE_MS), ...changes });
}

function slugs(filter: Partial<Parameters<typeof newsroom.latest.newest>[0]> = {}) {
  return newsroom.latest
    .newest({ limit: 100, ...filter })
    .map(({ slug }) => slug.replace('headline-of-', ''));
}

const sectionId = (slug: string) => newsroom.sections.bySlug(slug)!.id;

describe('latest stories', () => {
  beforeAll(async () => {
    await newsroom.writer.write([
      published('world-1', 30, { section: sections.world }),
      published('north-1', 20, { section: sections.north }),
      published('sport-1', 10, { section: sections.sport }),
      published('north-ko', 5, { section: sections.north, language: 'ko' }),
      published('sport-later', -15, { section: sections.sport }),
      published('sport-draft', 1, { section: sections.sport, status: 'DRAFT' }),
    ]);
  });

  test('are newest first, and only what is public now', () => {
    expect(slugs()).toEqual(['north-ko', 'sport-1', 'north-1', 'world-1']);
  });

  test('of a section hold those of the sections under it', () => {
    expect(slugs({ sectionId: sectionId('world') })).toEqual(['north-ko', 'north-1', 'world-1']);
    expect(slugs({ sectionId: sectionId('north') })).toEqual(['north-ko', 'north-1']);
  });

  test('keep to a language, leave out what they are told to, and end at the limit', () => {
    const world = newsroom.latest.newest({ sectionId: sectionId('world'), language: 'en', limit: 1 });
    expect(world.map(({ slug }) => slug)).toEqual(['headline-of-north-1']);
    const excluding = new Set([world[0]!.number]);
    expect(slugs({ sectionId: sectionId('world'), language: 'en', excluding })).toEqual(['world-1']);
  });

  test('show an article from the minute for which it was set', async () => {
    await clock.advanceBy(15 * MINUTE_MS);
    expect(slugs()[0]).toBe('sport-later');
    expect(newsroom.latest.youngerThan(20 * MINUTE_MS).map(({ slug }) => slug)).toEqual([
      'headline-of-sport-later',
      'headline-of-north-ko',
    ]);
  });

  test('drop what is withdrawn at once, and move what changes its section', async () => {
    const known = await newsroom.articles.knownInSource('test', ['sport-later']);
    await withdraw(newsroom, known.get('sport-later')!.id);
    expect(slugs()).not.toContain('sport-later');
    await newsroom.writer.write([published('world-1', 45, { section: sections.sport })]);
    expect(slugs({ sectionId: sectionId('sport') })).toEqual(['sport-1', 'world-1']);
  });

  test('order articles of one moment by id, the larger first', async () => {
    const at = { publishedAt: new Date(clock.nowMs()), section: { slug: 'still', name: 'Still' } };
    const drafts = Array.from({ length: 20 }, (_, index) => aDraft(`still-${index}`, at));
    const written = await newsroom.writer.write(drafts);
    const listed = newsroom.latest.newest({ sectionId: sectionId('still'), limit: 20 }).map(({ id }) => id);
    expect(listed).toEqual(
      written
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
  });

  test('are the same in a process that starts later, to the depth of its memory', async () => {
    const deep = { section: { slug: 'deep', name: 'Deep' } };
    await newsroom.writer.write(
      Array.from({ length: LATEST_DEPTH + 20 }, (_, index) => published(`deep-${index}`, 60 + index, deep)),
    );
    const later = anotherNewsroom(stores, clock);
    await later.start();
    const list = (room: typeof newsroom) =>
      room.latest.newest({ sectionId: sectionId('deep'), limit: 1_000 }).map(({ number }) => number);
    expect(list(later)).toHaveLength(LATEST_DEPTH);
    expect(list(later)).toEqual(list(newsroom));
    await later.stop();
  });

  test('keep out what is withdrawn while they are being read anew', async () => {
    const [written] = await newsroom.writer.write([published('raced', 1)]);
    const late = anotherNewsroom(stores, clock);
    const reading = jest.spyOn(late.cards, 'byNumbers').mockImplementation(async (numbers) => {
      reading.mockRestore();
      const before = await late.cards.byNumbers(numbers);
      await withdraw(newsroom, written!.id);
      await until(() => late.cards.peek(written!.number)?.status === 'WITHDRAWN', {
        withinMs: SOON_MS,
        what: 'the withdrawal is heard',
      });
      return before;
    });
    const starting = late.start();
    await clockRunsUntil(starting);
    expect(late.latest.newest({ limit: 1_000 }).map(({ id }) => id)).not.toContain(written!.id);
    await late.stop();
  });

  test('keep no list for a language that nobody writes in', () => {
    const { merged } = newsroom.latest as unknown as { merged: Map<string, unknown> };
    const before = merged.size;
    for (let count = 0; count < 100; count++) expect(slugs({ language: `x-${count}` })).toEqual([]);
    expect(merged.size).toBe(before);
  });

  test('are not pushed out by articles that are ahead of their time', async () => {
    const ahead = { section: { slug: 'ahead', name: 'Ahead' } };
    await newsroom.writer.write([
      published('public-one', 1, ahead),
      ...Array.from({ length: LATEST_DEPTH + 5 }, (_, index) =>
        published(`ahead-${index}`, -60 - index, ahead),
      ),
    ]);
    expect(slugs({ sectionId: sectionId('ahead') })).toEqual(['public-one']);
    const later = anotherNewsroom(stores, clock);
    await later.start();
    expect(later.latest.newest({ sectionId: sectionId('ahead'), limit: 9 })).toHaveLength(1);
    await later.stop();
  });
});

/** A simulated clock stands still, and the reading of changes waits for it. */
async function clockRunsUntil(done: Promise<void>): Promise<void> {
  const state = { isDone: false };
  void done.finally(() => {
    state.isDone = true;
  });
  while (!state.isDone) {
    await clock.advanceBy(50);
    await systemClock.wait(5);
  }
  await done;
}
