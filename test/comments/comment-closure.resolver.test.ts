import { Role } from '../../src/accounts/role';
import { Scope } from '../../src/accounts/scope';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { aDraft } from '../builders/an-article-draft';
import { BROWSER } from '../setup/running-program';

const api = useApi({ COMMENTS: 'closed' });
const headers = { 'user-agent': BROWSER };

describe('where the setting closes all comments', () => {
  let articleId: string;
  beforeAll(async () => {
    articleId = (await api.newsroom.writer.write([aDraft('shut')]))[0]!.id;
    await api.newsroom.comments.writeVisible([
      {
        articleId,
        authorName: 'Ines',
        text: 'From better times',
        createdAt: new Date('2026-01-02T00:00:00Z'),
      },
    ]);
  });

  test('what is there is shown, and every article says that it takes none', async () => {
    const { data } = await api.ask<{ article: object }>(
      'query ($id: ID!) { article(id: $id) { commentsOpen commentCount comments { edges { node { text } } } } }',
      { id: articleId },
    );
    expect(data.article).toEqual({
      commentsOpen: false,
      commentCount: 1,
      comments: { edges: [{ node: { text: 'From better times' } }] },
    });
  });

  test('nobody writes, moderators neither', async () => {
    const mutation = `mutation ($input: PostCommentInput!) {
      postComment(input: $input) { comment { id } userErrors { code field } } }`;
    for (const as of [undefined, await keyOf(api, Role.EDITOR)]) {
      const input = { articleId, text: 'One more', authorName: 'Bo' };
      const { data } = await api.ask(mutation, { input }, { as, headers });
      expect(data).toEqual({
        postComment: { comment: null, userErrors: [{ code: 'COMMENTS_CLOSED', field: 'articleId' }] },
      });
    }
  });

  test('an article that does not exist cannot be closed', async () => {
    const as = await keyOf(api, Role.EDITOR);
    for (const id of ['nothing', '00000000-0000-4000-8000-000000000000']) {
      const { data } = await api.ask(
        'mutation ($id: ID!) { closeComments(articleId: $id) { article { id } userErrors { code field } } }',
        { id },
        { as, headers },
      );
      expect(data).toEqual({
        closeComments: { article: null, userErrors: [{ code: 'ARTICLE_NOT_FOUND', field: 'articleId' }] },
      });
    }
  });
});

test('who may moderate and not read drafts is shown none by closing its comments', async () => {
  const [draft] = await api.newsroom.writer.write([aDraft('unseen', { status: 'DRAFT' })]);
  const close =
    'mutation ($id: ID!) { closeComments(articleId: $id) { article { slug } userErrors { code } } }';
  const moderator = await keyOf(api, Role.EDITOR, { scopes: [Scope.COMMENTS_MODERATE] });
  for (const [as, article] of [
    [moderator, null],
    [await keyOf(api, Role.EDITOR), { slug: 'headline-of-unseen' }],
  ] as const) {
    const { data } = await api.ask(close, { id: draft!.id }, { as, headers });
    expect(data).toEqual({ closeComments: { article, userErrors: [] } });
  }
});

test('nor is a withdrawn article shown with the comments on it', async () => {
  const id = (await api.newsroom.writer.write([aDraft('taken-back')]))[0]!.id;
  const createdAt = new Date('2026-01-02T00:00:00Z');
  await api.newsroom.comments.writeVisible([
    { articleId: id, authorName: 'Ines', text: 'Was it so?', createdAt },
  ]);
  const [comment] = await api.stores.dataSource.query('select id from comment where article_id = $1', [id]);
  const find = '{ moderatedComment(id: "ID") { comment { text } article { slug } } }';
  const moderator = await keyOf(api, Role.EDITOR, { scopes: [Scope.COMMENTS_MODERATE] });
  const seenBy = async (as: string) =>
    (await api.ask<{ moderatedComment: object }>(find.replace('ID', comment.id), {}, { as })).data
      .moderatedComment;
  expect(await seenBy(moderator)).toMatchObject({ article: { slug: 'headline-of-taken-back' } });
  const withdraw =
    'mutation ($input: WithdrawArticleInput!) { withdrawArticle(input: $input) { userErrors { code } } }';
  const input = { id, version: 1, reason: 'Not so' };
  await api.ask(withdraw, { input }, { as: await keyOf(api, Role.EDITOR) });
  expect(await seenBy(moderator)).toEqual({ comment: { text: 'Was it so?' }, article: null });
});
