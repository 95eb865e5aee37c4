import { SectionTree } from '../../src/sections/section-tree';
import { aSection } from '../builders/a-card';

const sections = [
  aSection('world'),
  aSection('sport'),
  aSection('north', { parentId: 'world' }),
  aSection('far-north', { parentId: 'north' }),
  aSection('south', { parentId: 'world' }),
];

async function aTree() {
  const asked = { times: 0, answer: sections };
  const tree = new SectionTree({
    allSections: async () => {
      asked.times++;
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
});
