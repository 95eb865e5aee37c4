import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { aDraft } from '../builders/an-article-draft';
import { anotherNewsroom } from '../setup/newsroom';
import { BROWSER } from '../setup/running-program';
import { SOON_MS, until } from '../setup/until';

const api = useApi({
  COMMENTS_MODERATION: 'before',
  COMMENT_REPORTS_TO_HOLD: '3',
  COMMENT_REPORTS_PER_HOUR: '4',
  TRUST_PROXY: 'loopback',
});

let editor: string;
let second: string;
let ids: string[];
let visitors = 0;

beforeAll(async () => {
  editor = await keyOf(api, Role.EDITOR, { name: 'Mo' });
  second = await keyOf(api, Role.EDITOR, { name: 'Kim' });
  const drafts = ['first', 'second', 'third', 'busy'].map((name) => aDraft(name));
  ids = (await api.newsroom.writer.write(drafts)).map(({ id }) => id);
});

interface Moderated {
  comment: {
    status: string;
    version: number;
    heldFor: string | null;
    decidedBy: string | null;
    rejectionReason: string | null;
    comment: { id: string; text: string };
    reports: { reason: string; count: number; texts: string[] }[];
  } | null;
  userErrors: { code: string; field: string; message: string }[];
}

// biome-ignore lint/suspicious/noExplicitAny: each test knows what it asks for
async function ask(query: string, variables: object, sending: Sending = {}): Promise<any> {
  const { as, from, agent = BROWSER } = sending;
  const headers = { 'user-agent': agent, ...(from && { 'x-forwarded-for': from }) };
  const { data, errors } = await api.ask(query, variables, { as, headers });
  return errors === undefined ? data : { errors };
}

interface Sending {
  as?: string;
  from?: string;
  agent?: string;
}

async function post(
  text: string,
  articleId = ids[0],
  parentId?: string,
): Promise<{ id: string; status: string }> {
  const { postComment } = await ask(
    `mutation ($input: PostCommentInput!) { postComment(input: $input) { status comment { id } userErrors { message } } }`,
    { input: { articleId, text, authorName: 'Ines', visitor: `visitor ${++visitors}`, parentId } },
  );
  expect(postComment.userErrors).toEqual([]);
  return { id: postComment.comment.id, status: postComment.status };
}

const moderated = `comment { status version heldFor decidedBy rejectionReason comment { id text }
  reports { reason count texts } } userErrors { code field message }`;

async function approve(id: string, version: number, as = editor): Promise<Moderated> {
  const query = `mutation ($input: ApproveCommentInput!) { approveComment(input: $input) { ${moderated} } }`;
  return (await ask(query, { input: { id, version } }, { as })).approveComment;
}

async function reject(id: string, version: number, reason = 'Rude', as = editor): Promise<Moderated> {
  const query = `mutation ($input: RejectCommentInput!) { rejectComment(input: $input) { ${moderated} } }`;
  return (await ask(query, { input: { id, version, reason } }, { as })).rejectComment;
}

async function report(commentId: string, sending: Sending, input: object = {}) {
  const query = `mutation ($input: ReportCommentInput!) { reportComment(input: $input) { reported userErrors { code field } } }`;
  const visitor = `visitor ${++visitors}`;
  return (await ask(query, { input: { commentId, reason: 'ABUSE', visitor, ...input } }, sending))
    .reportComment;
}

async function queue(state: string, as = editor, first = 50, after?: string) {
  const query = `query ($state: ModerationQueueState!, $first: Int!, $after: String) {
    moderationQueue(state: $state, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
      edges { node { status version heldFor comment { id text } article { slug } reports { reason count texts } } } } }`;
  return (await ask(query, { state, first, after }, { as })).moderationQueue;
}

async function page(articleId = ids[0]) {
  const { article } = await ask(
    `query ($id: ID!) { article(id: $id) { commentCount commentsOpen comments { totalCount edges { node { text answers { text } } } } } }`,
    { id: articleId },
  );
  return {
    count: article.commentCount,
    total: article.comments.totalCount,
    open: article.commentsOpen,
    texts: article.comments.edges.map(({ node }: { node: { text: string } }) => node.text),
  };
}

function auditOf(subjectId: string): Promise<{ act: string; actor: string; details: object }[]> {
  return api.stores.dataSource.query(
    `select act, actor_name as actor, details from audit_entry where subject_id = $1 order by at, id`,
    [subjectId],
  );
}

describe('a comment where moderators look first', () => {
  test('waits in the queue, is approved by one of them and then seen, here and in another process', async () => {
    const other = anotherNewsroom(api.stores);
    await other.start();
    try {
      expect(await other.commentCache.countsOf(ids[0]!)).toMatchObject({ all: 0 });
      const { id, status } = await post('Let me in');
      expect(status).toBe('HELD');
      expect(await page()).toMatchObject({ count: 0, texts: [] });
      const { edges } = await queue('HELD');
      expect(edges[0].node).toMatchObject({
        ...{ status: 'HELD', version: 1, heldFor: 'ALL', comment: { id, text: 'Let me in' } },
        article: { slug: 'headline-of-first' },
      });
      const { comment } = await approve(id, 1);
      expect(comment).toMatchObject({ status: 'VISIBLE', version: 2, heldFor: null, decidedBy: 'Mo' });
      expect(await page()).toMatchObject({ count: 1, total: 1, texts: ['Let me in'] });
      await until(async () => (await other.commentCache.countsOf(ids[0]!)).all === 1, { withinMs: SOON_MS });
      expect(await auditOf(id)).toEqual([
        { act: 'APPROVED', actor: 'Mo', details: { before: 'HELD', heldFor: 'ALL' } },
      ]);
    } finally {
      await other.stop();
    }
  });

  test('is rejected with a reason; once more the same changes nothing', async () => {
    const { id } = await post('Nonsense');
    const first = await reject(id, 1);
    expect(first.comment).toMatchObject({ status: 'REJECTED', version: 2, rejectionReason: 'Rude' });
    expect((await reject(id, 1, 'Rude, still', second)).comment).toMatchObject({
      version: 2,
      decidedBy: 'Mo',
    });
    expect(await auditOf(id)).toHaveLength(1);
    expect((await reject(id, 2, ' ')).userErrors[0]).toMatchObject({ code: 'REASON_WRONG', field: 'reason' });
  });

  test('that two moderators decide otherwise at once goes to the first; the second is told who that was', async () => {
    const { id } = await post('Hard to say');
    const answers = await Promise.all([approve(id, 1, editor), reject(id, 1, 'Rude', second)]);
    const refused = answers.filter(({ userErrors }) => userErrors.length > 0);
    expect(refused).toHaveLength(1);
    const { code, field, message } = refused[0]!.userErrors[0]!;
    expect({ code, field }).toEqual({ code: 'COMMENT_DECIDED', field: 'version' });
    const winner = answers[0].userErrors.length === 0 ? 'Mo has approved it' : 'Kim has rejected it';
    expect(message).toContain(winner);
    expect(await auditOf(id)).toHaveLength(1);
  });

  test('takes its answers along when it is rejected, and brings them back', async () => {
    const articleId = ids[1];
    const top = await post('On top', articleId);
    await approve(top.id, 1);
    const answer = await post('Below', articleId, top.id);
    await approve(answer.id, 1);
    expect(await page(articleId)).toMatchObject({ count: 2, total: 1 });
    await reject(top.id, 2);
    expect(await page(articleId)).toMatchObject({ count: 0, total: 0, texts: [] });
    await approve(top.id, 3);
    expect(await page(articleId)).toMatchObject({ count: 2, total: 1, texts: ['On top'] });
  });

  test('is found by its id wherever it stands, with the version that a decision needs', async () => {
    const query = `query ($id: ID!) { moderatedComment(id: $id) { status version rejectionReason comment { text } } }`;
    const find = async (id: string, as?: string) => ask(query, { id }, { as });
    const { id } = await post('Seen by all');
    await approve(id, 1);
    const seen = { status: 'VISIBLE', version: 2, rejectionReason: null, comment: { text: 'Seen by all' } };
    expect((await find(id, editor)).moderatedComment).toEqual(seen);
    await reject(id, 2);
    const gone = { status: 'REJECTED', version: 3, rejectionReason: 'Rude' };
    expect((await find(id, editor)).moderatedComment).toMatchObject(gone);
    expect(await find('nowhere', editor)).toEqual({ moderatedComment: null });
    expect((await find(id)).errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  test('that is nowhere is not found', async () => {
    const { userErrors } = await approve('00000000-0000-4000-8000-000000000000', 1);
    expect(userErrors[0]).toMatchObject({ code: 'COMMENT_NOT_FOUND', field: 'id' });
    expect((await approve('nothing', 1)).userErrors[0]).toMatchObject({ code: 'COMMENT_NOT_FOUND' });
  });

  test('is nobody else’s to see or decide', async () => {
    const { id } = await post('Private until approved');
    const writer = await keyOf(api, Role.WRITER);
    const decide = `mutation ($input: ApproveCommentInput!) { approveComment(input: $input) { comment { status } } }`;
    const waiting = `{ moderationQueue(state: HELD) { totalCount } }`;
    const codes = async (query: string, as?: string) => {
      const { errors } = await ask(query, { input: { id, version: 1 } }, { as });
      return errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code);
    };
    expect(await codes(decide)).toEqual(['UNAUTHENTICATED']);
    expect(await codes(decide, writer)).toEqual(['FORBIDDEN']);
    expect(await codes(waiting)).toEqual(['UNAUTHENTICATED']);
    expect(await codes(waiting, writer)).toEqual(['FORBIDDEN']);
  });
});

describe('the queue', () => {
  test('is paged, oldest first', async () => {
    const before = (await queue('HELD')).totalCount;
    const posted = [await post('One'), await post('Two'), await post('Three')];
    expect((await queue('HELD')).totalCount).toBe(before + 3);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const { edges, pageInfo } = await queue('HELD', editor, 2, after);
      seen.push(...edges.map(({ node }: { node: { comment: { id: string } } }) => node.comment.id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
    } while (after !== undefined);
    expect(seen.slice(-3)).toEqual(posted.map(({ id }) => id));
    expect(new Set(seen).size).toBe(before + 3);
  });
});

describe('a report', () => {
  let id: string;
  beforeEach(async () => {
    id = (await post(`To be reported ${visitors}`, ids[2])).id;
    await approve(id, 1);
  });

  test('by three readers of three networks holds the comment; the editor sees why, and lets it through', async () => {
    const { count } = await page(ids[2]);
    const taken = { reported: true, userErrors: [] };
    expect(await report(id, { from: '203.0.113.7' }, { text: 'He <b>swears</b>' })).toEqual(taken);
    expect((await queue('REPORTED')).edges.at(-1).node).toMatchObject({
      ...{
        status: 'VISIBLE',
        comment: { id },
        reports: [{ reason: 'ABUSE', count: 1, texts: ['He <b>swears</b>'] }],
      },
    });
    expect(await report(id, { from: '198.51.100.7' }, { reason: 'SPAM' })).toEqual(taken);
    expect((await page(ids[2])).count).toBe(count);
    expect(await report(id, { from: '192.0.2.7' })).toEqual(taken);
    expect((await page(ids[2])).count).toBe(count - 1);
    const held = (await queue('HELD')).edges.map(({ node }: { node: object }) => node);
    expect(held).toContainEqual(
      expect.objectContaining({ heldFor: 'REPORTS', version: 3, comment: expect.objectContaining({ id }) }),
    );
    expect((await approve(id, 2)).userErrors[0]!.message).toContain('readers have reported it');
    expect((await approve(id, 3)).comment).toMatchObject({ status: 'VISIBLE', reports: [] });
    expect((await page(ids[2])).count).toBe(count);
    expect((await auditOf(id)).map(({ act, actor }) => `${actor} ${act}`)).toEqual([
      'Mo APPROVED',
      'mostread HELD',
      'Mo APPROVED',
    ]);
  });

  test('by many visitors of one network counts as one reader', async () => {
    for (const host of [1, 2, 3, 4]) await report(id, { from: `203.0.113.${host}` });
    expect((await page(ids[2])).texts).toContainEqual(expect.stringContaining('To be reported'));
    expect(
      (await queue('REPORTED')).edges.map(
        ({ node }: { node: { comment: { id: string } } }) => node.comment.id,
      ),
    ).toContain(id);
  });

  test('of one visitor on one comment counts once, and of machines not at all', async () => {
    for (let again = 0; again < 3; again++) await report(id, { from: '203.0.113.9' }, { visitor: 'angry' });
    await report(id, { from: '198.51.100.9', agent: 'curl/8.5.0' });
    const rows = await api.stores.dataSource.query(
      `select visitor_mark as mark from comment_report where comment_id = $1`,
      [id],
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/angry|203\.0/);
  });

  test('too often by one visitor is refused', async () => {
    const answers = [];
    for (let again = 0; again < 5; again++) answers.push(await report(id, {}, { visitor: 'tireless' }));
    expect(answers.at(-1)).toEqual({
      reported: null,
      userErrors: [{ code: 'COMMENTS_TOO_FAST', field: 'visitor' }],
    });
  });

  test('on what cannot be seen is refused', async () => {
    const held = await post('Not yet seen');
    for (const commentId of [held.id, 'nothing']) {
      expect(await report(commentId, {})).toEqual({
        reported: null,
        userErrors: [{ code: 'COMMENT_NOT_FOUND', field: 'commentId' }],
      });
    }
  });
});

describe('an article', () => {
  test('takes no comments while it is closed, and shows those that it has', async () => {
    const { id } = await post('Before the end', ids[3]);
    await approve(id, 1);
    const change = (act: string, as?: string) =>
      ask(
        `mutation ($id: ID!) { ${act}(articleId: $id) { article { commentsOpen commentCount } userErrors { code } } }`,
        { id: ids[3] },
        { as },
      );
    expect((await change('closeComments')).errors[0].extensions.code).toBe('UNAUTHENTICATED');
    const closed = await change('closeComments', editor);
    expect(closed.closeComments).toEqual({
      article: { commentsOpen: false, commentCount: 1 },
      userErrors: [],
    });
    await change('closeComments', editor);
    const refused = await ask(
      `mutation ($input: PostCommentInput!) { postComment(input: $input) { userErrors { code field } } }`,
      { input: { articleId: ids[3], text: 'Too late', authorName: 'Ines' } },
    );
    expect(refused.postComment.userErrors).toEqual([{ code: 'COMMENTS_CLOSED', field: 'articleId' }]);
    expect((await change('openComments', editor)).openComments.article.commentsOpen).toBe(true);
    expect((await auditOf(ids[3]!)).map(({ act }) => act)).toEqual(
      expect.arrayContaining(['CLOSED_COMMENTS', 'OPENED_COMMENTS']),
    );
    expect((await auditOf(ids[3]!)).filter(({ act }) => act === 'CLOSED_COMMENTS')).toHaveLength(1);
  });
});

describe('counts', () => {
  test('stay exact while two hundred comments come and moderators approve and reject them', async () => {
    const articleId = ids[3]!;
    const before = await page(articleId);
    let wrong = 0;
    await Promise.all(
      Array.from({ length: 200 }, async (_, number) => {
        const { id } = await post(`Comment ${number}`, articleId);
        const { userErrors } = number % 4 === 0 ? await reject(id, 1) : await approve(id, 1, second);
        if (userErrors.length > 0) wrong += 1;
        if (number % 10 === 1) await reject(id, 2);
        await page(articleId);
      }),
    );
    const [{ count }] = await api.stores.dataSource.query(
      `select count(*)::integer as count from comment where article_id = $1 and status = 'VISIBLE'`,
      [articleId],
    );
    const after = await page(articleId);
    expect(wrong).toBe(0);
    expect([count, after.count, after.total]).toEqual([
      before.count + 130,
      before.count + 130,
      before.total + 130,
    ]);
  }, 180_000);
});
