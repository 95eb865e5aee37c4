import type { ArticleFilter } from '../../src/articles/article.repository';
import { aDraft } from '../builders/an-article-draft';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const NOW_MS = Date.parse('2026-03-01T12:00:00Z');
const stores = useStores();
const newsroom = useNewsroom(stores);

async function allPages(
  filter: ArticleFilter,
  size: number,
  between: () => Promise<unknown> = async () => {},
) {
  const seen: number[] = [];
  for (let after: { publishedAtMs: number; id: string } | undefined; ; ) {
    const page = await newsroom.articles.newestPage(filter, after, size);
    seen.push(...page);
    if (page.length < size) return seen;
    const last = (await newsroom.cards.byNumbers([page.at(-1)!]))[0]!;
    after = { publishedAtMs: last.publishedAt!.getTime(), id: last.id };
    await between();
  }
}

describe('pages of articles, newest first', () => {
  beforeAll(async () => {
    await newsroom.writer.write(
      Array.from({ length: 100 }, (_, index) => aDraft(`same-time-${index}`, { language: 'eo' })),
    );
  });

  test.each([1, 7, 100])('of %i each make up the one big page, though all have one time', async (size) => {
    const filter = { nowMs: NOW_MS, language: 'eo' };
    const whole = await newsroom.articles.newestPage(filter, undefined, 1_000);
    expect(whole).toHaveLength(100);
    expect(await allPages(filter, size)).toEqual(whole);
  });

  test('neither repeat nor skip while articles are published above them', async () => {
    const filter = { nowMs: NOW_MS, language: 'eo' };
    const before = await newsroom.articles.newestPage(filter, undefined, 1_000);
    let count = 0;
    const publishOne = () =>
      newsroom.writer.write([
        aDraft(`above-${count++}`, { language: 'eo', publishedAt: new Date('2026-02-01T00:00:00Z') }),
      ]);
    expect(await allPages(filter, 9, publishOne)).toEqual(before);
    expect(count).toBeGreaterThan(5);
  });
});

describe('the filter of articles', () => {
  beforeAll(async () => {
    const day = (date: string) => ({ publishedAt: new Date(`${date}T00:00:00Z`), language: 'la' });
    await newsroom.writer.write([
      aDraft('first', { ...day('2026-01-10'), tags: ['Boats'], authors: [{ name: 'Solo Writer' }] }),
      aDraft('second', { ...day('2026-01-11'), section: { slug: 'far', name: 'Far' } }),
      aDraft('future', day('2026-03-02')),
      aDraft('draft', { ...day('2026-01-12'), status: 'DRAFT' }),
    ]);
  });

  test.each<[string, Partial<ArticleFilter> & { section?: string; author?: string }, string[]]>([
    ['by language', {}, ['second', 'first']],
    ['by tag', { tagSlug: 'boats' }, ['first']],
    ['by section', { section: 'far' }, ['second']],
    ['by author', { author: 'solo-writer' }, ['first']],
    ['from a date', { publishedFrom: new Date('2026-01-11T00:00:00Z') }, ['second']],
    ['before a date', { publishedBefore: new Date('2026-01-11T00:00:00Z') }, ['first']],
    ['by all at once', { tagSlug: 'boats', section: 'far' }, []],
    ['by something like SQL', { tagSlug: `boats' or '1'='1` }, []],
  ])('selects %s, and never what is not public', async (_, { section, author, ...rest }, expected) => {
    const filter: ArticleFilter = { nowMs: NOW_MS, language: 'la', ...rest };
    if (section) filter.sectionIds = [newsroom.sections.bySlug(section)!.id];
    if (author) filter.authorId = (await newsroom.authors.authorBySlug(author))!.id;
    const numbers = await newsroom.articles.newestPage(filter, undefined, 10);
    const cards = await newsroom.cards.byNumbers(numbers);
    expect(cards.map((card) => card!.slug.replace('headline-of-', ''))).toEqual(expected);
    expect(await newsroom.articles.countMatching(filter)).toBe(expected.length);
    const byViews = await newsroom.articles.viewsPage(filter, { after: undefined, limit: 10 });
    expect(byViews.map(({ number }) => number).sort()).toEqual([...numbers].sort());
  });
});
