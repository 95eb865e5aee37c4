import { BadUserInput } from '../../src/platform/errors';
import { SnapshotGone } from '../../src/ranking/ranking.errors';
import { ReplayClock } from '../../src/traffic/replay-clock';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { withdraw } from '../builders/an-editor';
import { allKeys, removeKeys, useStores } from '../setup/stores';

const stores = useStores();
const START_MS = Date.UTC(2026, 3, 1, 12, 0, 30);
const names = Array.from({ length: 30 }, (_, index) => `${String.fromCharCode(97 + (index % 26))}${index}`);

/** Articles of an author of whom three are on the list of the site and four are too old for it, newest first. */
const longHand = [0, 1, 2, 206, 207, 208, 209].map((index) => `y${index} filler`);

const clock = new ReplayClock(START_MS);
clock.runOften();
let live: LiveNewsroom;
/** Another process that shows the same lists. */
let other: LiveNewsroom;

beforeAll(async () => {
  live = await new LiveNewsroom(stores, { clock }).start();
  other = await new LiveNewsroom(stores, { clock }).start();
  const articles = await live.publish(names, (name) => {
    const index = names.indexOf(name);
    return {
      section:
        index % 3 === 0
          ? { slug: 'football', name: 'Football', parentSlug: 'sport' }
          : index % 3 === 1
            ? { slug: 'sport', name: 'Sport' }
            : { slug: 'town', name: 'Town' },
      language: index % 5 === 0 ? 'ko' : 'en',
      authors: [{ name: index % 2 === 0 ? 'Kim Even' : 'Odd Roe' }],
      tags: index === 29 ? ['Rare'] : ['Common'],
    };
  });
  for (const [index, name] of names.slice(0, 12).entries())
    await live.read(articles.get(name)!.id, 30 - index);
  await clock.jumpTo(clock.nowMs() + 2_000);
});

afterAll(async () => {
  await live.stop();
  await other.stop();
});

interface Asked {
  first: number;
  after?: string;
  filter?: string;
  process?: LiveNewsroom;
}

async function page({ first, after, filter = '', process = live }: Asked) {
  const { popularNow } = await process.ask(
    `query ($first: Int!, $after: String) { popularNow(first: $first, after: $after ${filter}) {
      edges { cursor rank reason node { slug headline } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      totalCount
    } }`,
    { first, after },
  );
  return popularNow;
}

// biome-ignore lint/suspicious/noExplicitAny: the shape of a GraphQL answer.
const slugs = (connection: any): string[] => connection.edges.map((edge: any) => edge.node.slug);

/** All pages, with something happening between each and the next. */
async function allPages(asked: Asked, meanwhile: () => Promise<void> = async () => undefined) {
  const found: { slug: string; rank: number }[] = [];
  let after: string | undefined;
  for (;;) {
    const next = await page({ ...asked, after });
    for (const edge of next.edges) found.push({ slug: edge.node.slug, rank: edge.rank });
    if (!next.pageInfo.hasNextPage) return found;
    after = next.pageInfo.endCursor;
    await meanwhile();
  }
}

describe('pages of a list', () => {
  test('make up the whole list', async () => {
    const whole = await page({ first: 200 });
    expect(whole.edges).toHaveLength(30);
    const found = await allPages({ first: 7 });
    expect(found.map(({ slug }) => slug)).toEqual(slugs(whole));
    expect(found.map(({ rank }) => rank)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(whole.totalCount).toBe(30);
  });

  test('neither repeat nor skip while the list moves under them', async () => {
    const before = slugs(await page({ first: 200 }));
    let mover = 29;
    const found = await allPages({ first: 4 }, async () => {
      const card = (await live.newsroom.cards.bySlug(before[mover--]!))!;
      await live.read(card.id, 100);
      await clock.jumpTo(clock.nowMs() + 40_000);
    });
    expect(found.map(({ slug }) => slug)).toEqual(before);
    expect(slugs(await page({ first: 200 }))).not.toEqual(before);
  });

  test('go on in another process, and in one that has just started', async () => {
    const first = await page({ first: 10 });
    const rest = slugs(await page({ first: 20, after: first.pageInfo.endCursor }));
    const elsewhere = await page({ first: 20, after: first.pageInfo.endCursor, process: other });
    expect(slugs(elsewhere)).toEqual(rest);
    const mover = (await live.newsroom.cards.bySlug(rest.at(-1)!))!;
    await live.read(mover.id, 500);
    await clock.jumpTo(clock.nowMs() + 2_000);
    const fresh = await new LiveNewsroom(stores, { clock }).start();
    const later = await page({ first: 20, after: first.pageInfo.endCursor, process: fresh });
    await fresh.stop();
    expect(slugs(later)).toEqual(rest);
  });

  test('leave out what has been withdrawn meanwhile, and count on', async () => {
    const first = await page({ first: 5 });
    const [sixth, seventh] = slugs(await page({ first: 2, after: first.pageInfo.endCursor }));
    const card = (await live.newsroom.cards.bySlug(sixth!))!;
    await withdraw(live.newsroom, card.id);
    const next = await page({ first: 1, after: first.pageInfo.endCursor });
    expect(next.edges[0]).toMatchObject({ rank: 6, node: { slug: seventh } });
  });

  test('end with an error that says what to do, when their snapshot is no longer kept', async () => {
    const { pageInfo } = await page({ first: 5 });
    const kept = (await allKeys(stores)).filter((key) => key.startsWith('{ranking}:order:'));
    await removeKeys(stores, kept);
    const mover = (await live.newsroom.cards.bySlug(slugs(await page({ first: 200 })).at(-1)!))!;
    await live.read(mover.id, 900);
    await clock.jumpTo(clock.nowMs() + 2_000);
    const fresh = await new LiveNewsroom(stores, { clock }).start();
    await expect(page({ first: 5, after: pageInfo.endCursor, process: fresh })).rejects.toThrow(SnapshotGone);
    await fresh.stop();
  });
});

describe('a filter', () => {
  test.each([
    { filter: ', section: "sport"', holds: (index: number) => index % 3 !== 2 },
    { filter: ', section: "football"', holds: (index: number) => index % 3 === 0 },
    { filter: ', language: "ko"', holds: (index: number) => index % 5 === 0 },
    { filter: ', author: "kim-even"', holds: (index: number) => index % 2 === 0 },
    { filter: ', tag: "rare"', holds: (index: number) => index === 29 },
    {
      filter: ', section: "sport", language: "ko", author: "odd-roe"',
      holds: (index: number) => index === 15 || index === 25,
    },
  ])('$filter gives what matches, in pages too', async ({ filter, holds }) => {
    const public_ = new Set(slugs(await page({ first: 200 })));
    const expected = names
      .map((name, index) => ({ slug: `about-the-${name.replace(' ', '-')}`, index }))
      .filter(({ slug, index }) => holds(index) && public_.has(slug))
      .map(({ slug }) => slug);
    const whole = await page({ first: 200, filter });
    expect(slugs(whole).sort()).toEqual(expected.sort());
    expect(whole.totalCount).toBe(expected.length);
    const found = await allPages({ first: 2, filter });
    expect(found.map(({ slug }) => slug)).toEqual(slugs(await page({ first: 200, filter })));
    expect(found.map(({ rank }) => rank)).toEqual(found.map((_, index) => index + 1));
  });

  test('of a section understands its id', async () => {
    const sport = live.newsroom.sections.bySlug('sport')!;
    const byId = slugs(await page({ first: 5, filter: `, section: "${sport.id}"` }));
    expect(byId).toEqual(slugs(await page({ first: 5, filter: ', section: "sport"' })));
  });

  test('of an author understands the id, in capitals too', async () => {
    const [author] = (await live.newsroom.cards.bySlug(slugs(await page({ first: 1 }))[0]!))!.authors;
    const bySlug = slugs(await page({ first: 5, filter: `, author: "${author!.slug}"` }));
    for (const id of [author!.id, author!.id.toUpperCase()]) {
      expect(slugs(await page({ first: 5, filter: `, author: "${id}"` }))).toEqual(bySlug);
    }
  });

  test('leaves out what the page shows already', async () => {
    const all = slugs(await page({ first: 6 }));
    const shown = (await live.newsroom.cards.bySlug(all[0]!))!;
    expect(slugs(await page({ first: 5, filter: `, excluding: ["${shown.id}"]` }))).toEqual(all.slice(1));
  });

  test('that nothing on the lists matches gives the newest of Postgres, in pages', async () => {
    const old = new Date(START_MS - 400 * 24 * 3_600_000);
    const archive = ['x1 old', 'x2 old', 'x3 old'];
    await live.publish(archive, (name) => ({
      publishedAt: new Date(old.getTime() - archive.indexOf(name)),
      authors: [{ name: 'Archive Hand' }],
      section: { slug: 'town', name: 'Town' },
    }));
    await live.publish(
      Array.from({ length: 210 }, (_, index) => `y${index} filler`),
      (name) => ({
        section: { slug: 'town', name: 'Town' },
        authors: longHand.includes(name) ? [{ name: 'Long Hand' }] : [],
      }),
    );
    await clock.jumpTo(clock.nowMs() + 2_000);
    const filter = ', author: "archive-hand"';
    const found = await allPages({ first: 2, filter });
    expect(found.map(({ slug }) => slug)).toEqual(
      archive.map((name) => `about-the-${name.replace(' ', '-')}`),
    );
    expect((await page({ first: 2, filter })).edges[0]).toMatchObject({ rank: 1, reason: 'NEWEST' });
    expect((await page({ first: 1, filter })).totalCount).toBe(3);
  });

  describe('that leaves less of the list than is asked for', () => {
    const filter = ', author: "long-hand"';
    const expected = longHand.map((name) => `about-the-${name.replace(' ', '-')}`);

    test('is filled up with the newest that match', async () => {
      const whole = await page({ first: 5, filter });
      expect(slugs(whole)).toEqual(expected.slice(0, 5));
      expect(whole.edges.slice(3)).toMatchObject([
        { rank: 4, reason: 'NEWEST' },
        { rank: 5, reason: 'NEWEST' },
      ]);
      expect(whole).toMatchObject({ totalCount: 7, pageInfo: { hasNextPage: true } });
      expect((await page({ first: 7, filter })).pageInfo.hasNextPage).toBe(false);
    });

    test('has each article once in its pages, though the list moves under them', async () => {
      const oldest = (await live.newsroom.cards.bySlug(expected.at(-1)!))!;
      let moves = 0;
      const found = await allPages({ first: 2, filter }, async () => {
        if (moves++ > 0) return;
        await live.read(oldest.id, 50);
        await clock.jumpTo(clock.nowMs() + 40_000);
      });
      expect(slugs(await page({ first: 1, filter }))).toEqual(expected.slice(-1));
      expect(found.map(({ slug }) => slug)).toEqual(expected);
      expect(found.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    });

    test('counts and leaves out what is excluded', async () => {
      const shown = (await live.newsroom.cards.bySlug(expected[4]!))!;
      const rest = await page({ first: 7, filter: `${filter}, excluding: ["${shown.id}"]` });
      expect(slugs(rest).sort()).toEqual(expected.filter((slug) => slug !== shown.slug).sort());
      expect(rest.totalCount).toBe(6);
    });

    test('is what there is of the list while Postgres does not answer', async () => {
      await clock.jumpTo(clock.nowMs() + 2_000);
      const query = jest.spyOn(stores.dataSource, 'query').mockRejectedValue(new Error('away'));
      const edges = await live.popularNow(`(first: 6${filter})`);
      query.mockRestore();
      expect(edges).toEqual(expect.arrayContaining(expected.slice(0, 3)));
      expect(edges.length).toBeLessThan(6);
    });
  });

  test('shows nothing that has been withdrawn since Postgres was asked', async () => {
    const author = ', author: "archive-hand"';
    const [first] = slugs(await page({ first: 1, filter: author }));
    const withdrawn = (await live.newsroom.cards.bySlug(first!))!;
    await withdraw(live.newsroom, withdrawn.id);
    await clock.jumpTo(clock.nowMs() + 2_000);
    const late = jest.spyOn(live.newsroom.articles, 'newestPage').mockResolvedValue([withdrawn.number]);
    expect(await live.popularNow(`(first: 5${author})`)).toEqual([]);
    late.mockRestore();
  });
});

describe('bad input', () => {
  test.each([
    { name: 'first of -1', first: -1 },
    { name: 'first of 201', first: 201 },
    { name: 'first of 10,001', first: 10_001 },
    { name: 'a cursor that is none', first: 5, after: 'garbage' },
    { name: 'an empty cursor', first: 5, after: '' },
    { name: 'an unknown section', first: 5, filter: ', section: "no-such-section"' },
    { name: 'too much to leave out', first: 5, filter: `, excluding: [${Array(201).fill('"x"').join()}]` },
  ])('$name is refused by name', async ({ name: _, ...asked }) => {
    await expect(page(asked)).rejects.toThrow(BadUserInput);
  });

  test('a cursor of another filter is refused', async () => {
    const { pageInfo } = await page({ first: 2, filter: ', author: "kim-even"' });
    await expect(page({ first: 2, after: pageInfo.endCursor })).rejects.toThrow(BadUserInput);
    await expect(page({ first: 2, after: pageInfo.endCursor, filter: ', language: "ko"' })).rejects.toThrow(
      BadUserInput,
    );
  });

  test('an unknown author or tag is an empty list, an unknown language shows all', async () => {
    for (const filter of [', author: "nobody"', ', tag: "nothing"', ', author: "kim-even", language: "xx"']) {
      expect((await page({ first: 5, filter })).edges).toEqual([]);
    }
    const shown = async (filter: string) =>
      (await page({ first: 5, filter })).edges.map(({ node }: { node: { slug: string } }) => node.slug);
    expect(await shown(', language: "xx"')).toEqual(await shown(''));
  });

  test('10,000 ids to leave out are refused with how many there may be', async () => {
    const filter = `, excluding: [${Array(10_000).fill('"x"').join()}]`;
    await expect(page({ first: 5, filter })).rejects.toThrow(
      '"excluding" has 10000 ids; it may have at most 200.',
    );
  });

  test('the first none of a list are an empty page', async () => {
    const none = await page({ first: 0 });
    expect(none.edges).toEqual([]);
    expect(none.pageInfo).toMatchObject({ hasNextPage: true, startCursor: null, endCursor: null });
  });
});
