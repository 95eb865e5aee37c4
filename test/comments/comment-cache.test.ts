import type { ChangeRow } from '../../src/articles/article-change.repository';
import { Comment } from '../../src/comments/comment.entity';
import type { CommentCounts, CommentThreads } from '../../src/comments/comment.repository';
import { CommentCache } from '../../src/comments/comment-cache';

const ARTICLE = 'article';

/** Postgres as the test plays it: how many comments there are, and when a reading is answered. */
class PlayedComments {
  rows = 0;
  readings = 0;
  private readonly answers: (() => void)[] = [];
  isSlow = false;

  async countsOf(): Promise<Map<string, CommentCounts>> {
    const all = this.rows;
    await this.answered();
    return all === 0 ? new Map() : new Map([[ARTICLE, { all, top: all, isClosed: false }]]);
  }

  async threadsOf(articleIds: readonly string[]): Promise<Map<string, CommentThreads>> {
    const comments = Array.from({ length: this.rows }, (_, number) =>
      Object.assign(new Comment(), { id: `${number}`, text: `Text ${number}`, authorName: 'Ines' }),
    );
    await this.answered();
    return new Map(articleIds.map((id) => [id, { comments: [...comments], answers: new Map() }]));
  }

  answerAll(): void {
    for (const answer of this.answers.splice(0)) answer();
  }

  private async answered(): Promise<void> {
    this.readings += 1;
    if (this.isSlow) await new Promise<void>((resolve) => this.answers.push(resolve));
  }
}

function opened({ maxMegabytes = 1 } = {}) {
  const comments = new PlayedComments();
  const cache = new CommentCache({ comments, maxMegabytes });
  let listener: (change: ChangeRow) => unknown = () => undefined;
  const stop = cache.follow({
    onChangeAround: (_kind, told) => {
      listener = told;
      return () => undefined;
    },
  });
  const change = () =>
    listener({ id: '1', articleId: ARTICLE, number: 1, kind: 'COMMENTS' as ChangeRow['kind'] });
  return { comments, cache, change, stop };
}

describe('the comments in memory', () => {
  test('are read once, by however many ask, and given without a promise from then on', async () => {
    const { comments, cache } = opened();
    comments.rows = 2;
    const counts = await Promise.all(Array.from({ length: 50 }, () => cache.countsOf(ARTICLE)));
    expect(new Set(counts.map(({ all }) => all))).toEqual(new Set([2]));
    const threads = await cache.threadsOf(ARTICLE);
    expect(comments.readings).toBe(2);
    expect(cache.countsOf(ARTICLE)).toEqual({ all: 2, top: 2, isClosed: false });
    expect(cache.threadsOf(ARTICLE)).toBe(threads);
    expect(comments.readings).toBe(2);
  });

  test('are read anew after a change of their article', async () => {
    const { comments, cache, change } = opened();
    await cache.countsOf(ARTICLE);
    await cache.countsOf('quiet');
    comments.rows = 1;
    change();
    expect(await cache.countsOf(ARTICLE)).toMatchObject({ all: 1 });
    expect(cache.countsOf('quiet')).not.toBeInstanceOf(Promise);
  });

  test('are not kept when a change overtakes their reading, and who asks after it gets what is new', async () => {
    const { comments, cache, change } = opened();
    comments.isSlow = true;
    const early = cache.countsOf(ARTICLE);
    await new Promise(setImmediate);
    comments.rows = 1;
    change();
    const late = cache.countsOf(ARTICLE);
    await new Promise(setImmediate);
    comments.answerAll();
    expect(await early).toMatchObject({ all: 0 });
    expect(await late).toMatchObject({ all: 1 });
    expect(cache.countsOf(ARTICLE)).toMatchObject({ all: 1 });
  });

  test('are asked for again after a reading that failed', async () => {
    const { comments, cache } = opened();
    jest.spyOn(comments, 'countsOf').mockRejectedValueOnce(new Error('away'));
    await expect(cache.countsOf(ARTICLE)).rejects.toThrow('away');
    expect(await cache.countsOf(ARTICLE)).toMatchObject({ all: 0 });
  });

  test('are of each article its own, also where there are none', async () => {
    const { cache } = opened();
    expect(await cache.threadsOf('one')).not.toBe(await cache.threadsOf('another'));
  });

  test('are not kept beyond their room, nor when nobody tells of changes', async () => {
    const small = opened({ maxMegabytes: 1 });
    small.comments.rows = 2_000;
    await small.cache.threadsOf(ARTICLE);
    expect(small.cache.threadsOf(ARTICLE)).toBeInstanceOf(Promise);
    const { cache, stop } = opened();
    await cache.countsOf(ARTICLE);
    stop();
    expect(cache.countsOf(ARTICLE)).toBeInstanceOf(Promise);
    await cache.countsOf(ARTICLE);
    expect(cache.countsOf(ARTICLE)).toBeInstanceOf(Promise);
  });
});
