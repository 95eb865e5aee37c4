import { Role } from '../../src/accounts/role';
import { ANSWERS_MAX } from '../../src/comments/comment-writing.repository';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { aDraft } from '../builders/an-article-draft';
import { withdraw } from '../builders/an-editor';
import { anotherNewsroom } from '../setup/newsroom';
import { BROWSER } from '../setup/running-program';
import { SOON_MS, until } from '../setup/until';

const api = useApi({
  COMMENTS_PER_MINUTE: '1000',
  COMMENTS_PER_HOUR: '3',
  COMMENT_RESERVED_NAMES: 'Gazette',
});
const future = new Date('2200-01-01T00:00:00Z');

interface Posted {
  comment: { id: string; text: string; authorName: string; parentId: string | null } | null;
  status: string | null;
  userErrors: { code: string; field: string; message: string }[];
}

let ids: Record<string, string>;
let visitors = 0;

beforeAll(async () => {
  const outcomes = await api.newsroom.writer.write([
    aDraft('talked-of', { authors: [{ name: 'Ada Quill' }] }),
    aDraft('other'),
    aDraft('draft', { status: 'DRAFT' }),
    aDraft('coming', { publishedAt: future }),
    aDraft('withdrawn'),
    aDraft('busy'),
    aDraft('followed'),
  ]);
  ids = Object.fromEntries(outcomes.map(({ externalId, id }) => [externalId, id]));
  await withdraw(api.newsroom, ids['withdrawn']!);
});

async function post(
  input: { text: string; articleId?: string } & Record<string, unknown>,
  sending: { as?: string; headers?: Record<string, string> } = {},
): Promise<Posted> {
  const { data, errors } = await api.ask<{ postComment: Posted }>(
    `mutation ($input: PostCommentInput!) { postComment(input: $input) {
       comment { id text authorName parentId } status userErrors { code field message } } }`,
    {
      input: { articleId: ids['talked-of'], authorName: 'Ines', visitor: `visitor ${++visitors}`, ...input },
    },
    { ...sending, headers: { 'user-agent': BROWSER, ...sending.headers } },
  );
  expect(errors).toBeUndefined();
  return data.postComment;
}

async function page(articleId: string) {
  const { data } = await api.ask<{
    article: {
      commentCount: number;
      comments: {
        totalCount: number;
        edges: { node: { id: string; text: string; answers: { text: string }[] } }[];
      };
    };
  }>(
    `query ($id: ID!) { article(id: $id) { commentCount comments { totalCount edges { node { id text answers { text } } } } } }`,
    { id: articleId },
  );
  return data.article;
}

const codesOf = ({ userErrors }: Posted) => userErrors.map(({ code, field }) => `${code} ${field}`);

describe('a comment', () => {
  test('is seen by its writer at once, with its answer and right counts', async () => {
    await page(ids['talked-of']!); // in memory, with nothing on it
    const { comment, status, userErrors } = await post({ text: ' <b>Well</b> said.\u202e ' });
    expect({ status, userErrors }).toEqual({ status: 'VISIBLE', userErrors: [] });
    expect(comment).toMatchObject({ text: '<b>Well</b> said.', authorName: 'Ines', parentId: null });
    await post({ text: 'Indeed.', authorName: 'Bo', parentId: comment!.id });
    const { commentCount, comments } = await page(ids['talked-of']!);
    expect({ commentCount, totalCount: comments.totalCount }).toEqual({ commentCount: 2, totalCount: 1 });
    expect(comments.edges[0]!.node).toMatchObject({ id: comment!.id, answers: [{ text: 'Indeed.' }] });
  });

  test('is seen in another process within a second, though no message reaches it', async () => {
    const other = anotherNewsroom(api.stores);
    const publish = jest.spyOn(api.stores.redis.client, 'publish').mockRejectedValue(new Error('cut'));
    await other.start();
    try {
      const articleId = ids['followed']!;
      expect(await other.commentCache.countsOf(articleId)).toMatchObject({ all: 0 });
      await post({ text: 'Across the processes', articleId });
      await until(() => (other.commentCache.countsOf(articleId) as { all: number }).all === 1, {
        withinMs: SOON_MS,
        what: 'the comment in the other process',
      });
      const threads = await other.commentCache.threadsOf(articleId);
      expect(threads.comments.map(({ text }) => text)).toEqual(['Across the processes']);
      expect(publish).toHaveBeenCalled();
    } finally {
      publish.mockRestore();
      await other.stop();
    }
  });

  test.each([
    { what: 'of 301 characters', input: { text: '가'.repeat(301) }, code: 'COMMENT_TOO_LONG text' },
    { what: 'of blanks', input: { text: ' \u200b\u2800 ' }, code: 'COMMENT_EMPTY text' },
    { what: 'of 10,000 marks', input: { text: `e${'\u0301'.repeat(10_000)}` }, code: 'TOO_MANY_MARKS text' },
    { what: 'without a name', input: { text: 'Hm', authorName: '\u3164' }, code: 'NAME_EMPTY authorName' },
    { what: "under the newsroom's name", input: { text: 'Hm', authorName: 'The Gazette' }, code: undefined },
    {
      what: "under the newsroom's name, dressed up",
      input: { text: 'Hm!', authorName: '★ GAZETTÉ ★' },
      code: 'NAME_RESERVED authorName',
    },
    {
      what: 'on no article',
      input: { text: 'Hm', articleId: 'nothing' },
      code: 'ARTICLE_NOT_FOUND articleId',
    },
    { what: 'with an empty event id', input: { text: 'Hm', eventId: '' }, code: 'BAD_USER_INPUT eventId' },
    {
      what: 'that answers nothing',
      input: { text: 'Hm', parentId: 'nothing' },
      code: 'PARENT_NOT_FOUND parentId',
    },
  ])('$what: $code', async ({ input, code }) => {
    expect(codesOf(await post(input))).toEqual(code === undefined ? [] : [code]);
  });

  test('with a wrong text and a wrong name is told of both', async () => {
    const posted = await post({ text: ' ', authorName: 'a'.repeat(51) });
    expect(codesOf(posted)).toEqual(['COMMENT_EMPTY text', 'NAME_TOO_LONG authorName']);
  });

  test.each(['draft', 'coming', 'withdrawn'])('on an article that is %s is refused', async (article) => {
    const posted = await post({ text: 'Too early, or too late', articleId: ids[article]! });
    expect(codesOf(posted)).toEqual(['ARTICLE_NOT_FOUND articleId']);
  });

  test('with NUL or half a character is refused as no text at all', async () => {
    for (const text of ['a\0b', 'a\ud800b']) {
      const { errors } = await api.ask(
        `mutation ($input: PostCommentInput!) { postComment(input: $input) { status } }`,
        { input: { articleId: ids['talked-of'], text, authorName: 'Ines' } },
      );
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.text' });
    }
  });

  test('is held when it has many links, comes from a machine, or stands under the name of an author', async () => {
    const links = await post({ text: 'https://a.example and www.b.example' });
    const machine = await post({ text: 'By a machine' }, { headers: { 'user-agent': 'curl/8.5.0' } });
    const byline = await post({ text: 'Trust me', authorName: 'ada quill' });
    expect([links, machine, byline].map(({ status }) => status)).toEqual(['HELD', 'HELD', 'HELD']);
    const { comments } = await page(ids['talked-of']!);
    expect(JSON.stringify(comments)).not.toMatch(/example|machine|Trust/);
  });
});

describe('an answer', () => {
  let topId: string;
  beforeAll(async () => {
    topId = (await post({ text: 'A comment to answer', articleId: ids['other'] })).comment!.id;
  });

  test('to an answer is refused with the way on', async () => {
    const answer = await post({ text: 'An answer', articleId: ids['other'], parentId: topId });
    const refused = await post({
      text: 'A further one',
      articleId: ids['other'],
      parentId: answer.comment!.id,
    });
    expect(codesOf(refused)).toEqual(['ANSWER_TO_ANSWER parentId']);
    expect(refused.userErrors[0]!.message).toContain(topId);
  });

  test('to a comment on another article is refused', async () => {
    expect(codesOf(await post({ text: 'Elsewhere', parentId: topId }))).toEqual([
      'PARENT_NOT_FOUND parentId',
    ]);
  });

  test(`is one of at most ${ANSWERS_MAX}`, async () => {
    await api.stores.dataSource.query(
      `insert into comment (id, article_id, parent_id, author_name, text, status, created_at)
       select gen_random_uuid(), article_id, id, 'Bo', 'One of many', 'VISIBLE', now()
       from comment, generate_series(1, $2::integer) where id = $1`,
      [topId, ANSWERS_MAX - 1],
    );
    const refused = await post({ text: 'One too many', articleId: ids['other'], parentId: topId });
    expect(codesOf(refused)).toEqual(['TOO_MANY_ANSWERS parentId']);
  });
});

describe('what is sent again', () => {
  test('with its event id is written once and answered twice, also at the same moment', async () => {
    const again = { text: 'Sent again and again', eventId: 'event-1', visitor: 'impatient' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(again)));
    answers.push(await post({ ...again, visitor: 'impatient, from the train' }));
    expect(new Set(answers.map(({ comment }) => comment?.id)).size).toBe(1);
    expect(answers[0]!.comment?.id).toBeTruthy();
    const rows = await api.stores.dataSource.query(`select 1 from comment where text = $1`, [again.text]);
    expect(rows).toHaveLength(1);
  });

  test('as something else under the same event id is refused', async () => {
    await post({ text: 'The first of both', eventId: 'event-2' });
    const other = await post({ text: 'The second of both', eventId: 'event-2' });
    expect(codesOf(other)).toEqual(['EVENT_ID_TAKEN eventId']);
  });

  test('without an event id is a repetition, in whatever letters', async () => {
    const visitor = 'parrot';
    await post({ text: 'Polly wants a biscuit', visitor });
    const again = await post({ text: 'POLLY wants: a biscuit!', visitor, articleId: ids['other'] });
    expect(codesOf(again)).toEqual(['COMMENT_REPEATED text']);
    expect(codesOf(await post({ text: 'Polly wants a biscuit', visitor: 'another bird' }))).toEqual([]);
  });

  test('too often by one visitor is refused until the hour is over, and by a moderator never', async () => {
    const visitor = 'talker';
    for (let number = 1; number <= 3; number++) {
      expect(codesOf(await post({ text: `Word ${number}`, visitor }))).toEqual([]);
    }
    const refused = await post({ text: 'Word 4', visitor });
    expect(codesOf(refused)).toEqual(['COMMENTS_TOO_FAST visitor']);
    expect(refused.userErrors[0]!.message).toMatch(/in \d+ seconds/);
    const as = await keyOf(api, Role.EDITOR);
    expect(codesOf(await post({ text: 'Word 5', visitor, authorName: 'Gazette' }, { as }))).toEqual([]);
  });
});

describe('counts', () => {
  test('are exact after two hundred comments at once, as the rows and as every process counts them', async () => {
    const articleId = ids['busy']!;
    const other = anotherNewsroom(api.stores);
    await other.start();
    try {
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, number) =>
          Promise.all([post({ articleId, text: `Comment ${number}` }), page(articleId)]),
        ),
      );
      expect(answers.filter(([{ status }]) => status === 'VISIBLE')).toHaveLength(200);
      const [{ count }] = await api.stores.dataSource.query(
        `select count(*)::integer as count from comment where article_id = $1`,
        [articleId],
      );
      const shown = await page(articleId);
      expect([count, shown.commentCount, shown.comments.totalCount]).toEqual([200, 200, 200]);
      await until(async () => (await other.commentCache.countsOf(articleId)).all === 200, {
        withinMs: SOON_MS,
      });
    } finally {
      await other.stop();
    }
  }, 180_000);
});
