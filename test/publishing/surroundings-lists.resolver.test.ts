import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';

const api = useApi();

interface Page {
  edges: { articleCount: number; node: { name: string } }[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
  totalCount: number;
}

async function listed(list: string, role = Role.WRITER): Promise<Page> {
  const query = `{ list: ${list} {
    edges { articleCount cursor node { id name slug version } } pageInfo { endCursor hasNextPage } totalCount
  } }`;
  const { data, errors } = await api.ask<{ list: Page }>(query, {}, { as: await keyOf(api, role) });
  if (errors) throw new Error(JSON.stringify(errors[0]?.extensions));
  return data.list;
}

const shown = ({ edges }: Page) => edges.map(({ node, articleCount }) => `${node.name} ${articleCount}`);

beforeAll(() =>
  api.publish([
    anArticleDraft({ number: 1, tags: ['Zebras', 'apples'], authors: [{ name: 'Ada Lantern' }] }),
    anArticleDraft({ number: 2, tags: ['apples', '100% wool'], authors: [{ name: 'bo reed' }] }),
    anArticleDraft({ number: 3, tags: ['apples'], status: 'DRAFT', authors: [{ name: 'Ada Lantern' }] }),
  ]),
);

describe('the lists for editors', () => {
  test('show tags and authors by name, with all their articles', async () => {
    expect(shown(await listed('tags'))).toEqual(['100% wool 1', 'apples 3', 'Zebras 1']);
    expect(shown(await listed('authors'))).toEqual(['Ada Lantern 2', 'bo reed 1']);
  });

  test('come in pages', async () => {
    const first = await listed('tags(first: 2)');
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const second = await listed(`tags(first: 2, after: "${first.pageInfo.endCursor}")`);
    expect([...shown(first), ...shown(second)]).toEqual(['100% wool 1', 'apples 3', 'Zebras 1']);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  test('are searched for a part of the name, every sign of it as it is', async () => {
    expect(shown(await listed('tags(named: "ZEB")'))).toEqual(['Zebras 1']);
    expect(shown(await listed('tags(named: "%")'))).toEqual(['100% wool 1']);
    expect(await listed(`tags(named: "' or true --")`)).toMatchObject({ totalCount: 0, edges: [] });
  });

  test.each([
    'tags(first: -1)',
    'tags(after: "x")',
    `tags(named: "${'x'.repeat(201)}")`,
    'authors(first: 201)',
  ])('refuse %s', async (list) => {
    await expect(listed(list)).rejects.toThrow('BAD_USER_INPUT');
  });

  test('are not for readers', async () => {
    await expect(listed('tags', Role.READER_CLIENT)).rejects.toThrow('FORBIDDEN');
  });
});
