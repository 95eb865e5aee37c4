import pino from 'pino';
import { SimulatedClock } from '../../src/platform/clock';
import { SectionTree } from '../../src/sections/section-tree';
import { aSection } from '../builders/a-card';
import { until } from '../setup/until';

const sections = [
  aSection('world'),
  aSection('sport'),
  aSection('north', { parentId: 'world' }),
  aSection('far-north', { parentId: 'north' }),
  aSection('south', { parentId: 'world' }),
];

async function aTree() {
  const asked = { times: 0, answer: sections.map((section) => ({ ...section })), isAway: false };
  const tree = new SectionTree({
    allSections: async () => {
      asked.times++;
      if (asked.isAway) throw new Error('Postgres is away');
      return asked.answer;
    },
  });
  await tree.load();
  return { tree, asked };
}

describe('the tree of sections', () => {
  test('lists each section after the one that it stands under', async () => {
    const { tree } = await aTree();
    expect(tree.all().map(({ id }) => id)).toEqual(['world', 'north', 'far-north', 'south', 'sport']);
  });

  test('knows what lies under and above', async () => {
    const { tree } = await aTree();
    expect([...tree.withDescendants('world')]).toEqual(['world', 'north', 'far-north', 'south']);
    expect(tree.childrenOf('world').map(({ id }) => id)).toEqual(['north', 'south']);
    expect(tree.ancestorsOf('far-north').map(({ id }) => id)).toEqual(['north', 'world']);
    expect(tree.ancestorsOf('world')).toEqual([]);
    expect([...tree.withDescendants('unknown')]).toEqual(['unknown']);
  });

  test('reads anew only where a section is not known, and once for all who ask at the time', async () => {
    const { tree, asked } = await aTree();
    await tree.know(['world', 'sport']);
    expect(asked.times).toBe(1);
    asked.answer = [...sections, aSection('new')];
    await Promise.all([tree.know(['new']), tree.know(['new'])]);
    expect(asked.times).toBe(2);
    expect(tree.get('new')?.slug).toBe('new');
  });

  test('keeps each section the same object, so that whoever holds one sees it change', async () => {
    const { tree, asked } = await aTree();
    const [world, north] = [tree.get('world'), tree.get('north')];
    asked.answer = [
      aSection('world', { name: 'All', slug: 'all', version: 2 }),
      aSection('north', { parentId: null }),
    ];
    await tree.loadAnew();
    expect(world).toMatchObject({ name: 'All', slug: 'all', version: 2 });
    expect(tree.bySlug('all')).toBe(world);
    expect(tree.bySlug('world')).toBeUndefined();
    expect(tree.get('sport')).toBeUndefined();
    expect(north?.parentId).toBeNull();
    expect([...tree.withDescendants('world')]).toEqual(['world']);
  });

  test('is read anew after a change, and not by a reading that began before it', async () => {
    const answers = [[aSection('old')], [aSection('old')], [aSection('new')]];
    const pending: (() => void)[] = [];
    const tree = new SectionTree({
      allSections: () => new Promise((resolve) => pending.push(() => resolve(answers.shift() ?? []))),
    });
    const first = tree.load();
    pending.shift()?.();
    await first;
    const before = tree.load();
    const after = [tree.loadAnew(), tree.loadAnew()];
    pending.shift()?.();
    await before;
    expect(tree.get('old')).toBeDefined();
    await until(() => pending.length > 0);
    pending.shift()?.();
    await Promise.all(after);
    expect(tree.get('new')).toBeDefined();
    expect(pending).toEqual([]);
  });

  test('goes on trying where a change cannot be read at first', async () => {
    const { tree, asked } = await aTree();
    const clock = new SimulatedClock(0);
    let change: () => Promise<void> = async () => undefined;
    const stop = tree.follow(
      {
        onChangeAround: (_, listener) => {
          change = listener;
          return () => undefined;
        },
      },
      { clock, log: pino({ level: 'silent' }) },
    );
    const loaded = jest.fn();
    tree.onLoaded(loaded);
    asked.isAway = true;
    await change();
    expect(loaded).not.toHaveBeenCalled();
    asked.isAway = false;
    asked.answer = [aSection('new')];
    await clock.advanceBy(1_000);
    expect(loaded).toHaveBeenCalledTimes(1);
    expect(tree.get('new')).toBeDefined();
    stop();
  });
});
