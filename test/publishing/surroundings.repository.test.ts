import type { AuthorDraft } from '../../src/publishing/article-draft';
import { aDraft } from '../builders/an-article-draft';
import { anotherNewsroom, useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';
import { SOON_MS, until } from '../setup/until';

const stores = useStores();
const newsroom = useNewsroom(stores);
let written = 0;

/** Writes one article by these authors. */
async function writeBy(...authors: AuthorDraft[]): Promise<number> {
  const [outcome] = await newsroom.writer.write([aDraft(`by-${++written}`, { authors })]);
  return outcome!.number;
}

async function authorsOf(number: number) {
  return (await newsroom.cards.byNumbers([number]))[0]!.authors;
}

async function knownAs(name: string): Promise<{ slug: string; email: string | null; bio: string }[]> {
  return stores.dataSource.query('select slug, email, bio from author where name = $1 order by id', [name]);
}

describe('authors of drafts', () => {
  test('are several where several names share the address of a desk', async () => {
    const email = 'desk@gazette.example';
    const first = await writeBy({ name: 'Mo Fern', email });
    const second = await writeBy({ name: 'Ida Holm', email });
    expect((await authorsOf(first))[0]).toMatchObject({ name: 'Mo Fern', slug: 'mo-fern' });
    expect((await authorsOf(second))[0]).toMatchObject({ name: 'Ida Holm', slug: 'ida-holm' });
  });

  test('are one where a draft leaves the address out, before it is known or after', async () => {
    await writeBy({ name: 'Per Lund' });
    await writeBy({ name: 'Per Lund', email: 'per@gazette.example' });
    await writeBy({ name: 'PER LUND', bio: 'Writes about rails.' });
    expect(await knownAs('Per Lund')).toEqual([
      { slug: 'per-lund', email: 'per@gazette.example', bio: 'Writes about rails.' },
    ]);
  });

  test('keep what a later draft leaves out, and take what it says anew', async () => {
    const told = { name: 'Siv Dahl', email: 'siv@gazette.example' };
    await writeBy({ ...told, bio: 'First.', pictureUrl: '/pictures/siv.svg' });
    await writeBy({ ...told, bio: 'Second.' });
    const number = await writeBy(told);
    expect((await authorsOf(number))[0]).toMatchObject({
      bio: 'Second.',
      picture: { url: '/pictures/siv.svg' },
    });
  });

  test('stand twice in one batch and are one', async () => {
    const number = await writeBy(
      { name: 'Kai Berg' },
      { name: 'Kai Berg', email: 'kai@gazette.example' },
      { name: 'kai berg' },
    );
    expect(await authorsOf(number)).toHaveLength(1);
    expect(await knownAs('Kai Berg')).toEqual([{ slug: 'kai-berg', email: 'kai@gazette.example', bio: '' }]);
  });

  test('change on the cards of all their articles, in every process', async () => {
    const other = anotherNewsroom(stores);
    await other.start();
    try {
      const earlier = await writeBy({ name: 'Liv Moen' });
      await other.cards.byNumbers([earlier]);
      await writeBy({ name: 'Liv Moen', bio: 'Writes about ferries.' });
      await until(() => other.cards.peek(earlier)?.authors[0]?.bio === 'Writes about ferries.', {
        withinMs: SOON_MS,
        what: 'the other process shows the new bio',
      });
    } finally {
      await other.stop();
    }
  });
});

describe('sections of drafts', () => {
  test('are made after the ones that they stand under, whatever the order of the drafts', async () => {
    await newsroom.writer.write([
      aDraft('deep', { section: { slug: 'quay', name: 'Quay', parentSlug: 'port' } }),
      aDraft('high', { section: { slug: 'port', name: 'The Port' } }),
    ]);
    await newsroom.sections.load();
    const quay = newsroom.sections.bySlug('quay');
    expect(newsroom.sections.ancestorsOf(quay!.id).map(({ name }) => name)).toEqual(['The Port']);
  });

  test('keep the name that they have', async () => {
    await newsroom.writer.write([aDraft('renamed', { section: { slug: 'port', name: 'Haven' } })]);
    await newsroom.sections.load();
    expect(newsroom.sections.bySlug('port')?.name).toBe('The Port');
  });
});

test('tags are one where only their spelling differs', async () => {
  const [outcome] = await newsroom.writer.write([
    aDraft('tagged', { tags: ['Sea Ice', 'sea ice', 'SEA-ICE'] }),
  ]);
  const [card] = await newsroom.cards.byNumbers([outcome!.number]);
  expect(card!.tags.map(({ name }) => name)).toEqual(['Sea Ice']);
});
