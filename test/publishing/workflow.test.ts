import { Scope } from '../../src/accounts/scope';
import { ArticleStatus } from '../../src/articles/article-status';
import { actsFrom, EditorialAct, mayFollow, scopeFor, standingOf } from '../../src/publishing/workflow';

const { DRAFT, SCHEDULED, PUBLISHED, WITHDRAWN } = ArticleStatus;

describe('an article', () => {
  test.each([
    { status: DRAFT, acts: ['UPDATE', 'PUBLISH', 'SCHEDULE', 'RESTORE_REVISION'] },
    { status: SCHEDULED, acts: ['UPDATE', 'PUBLISH', 'SCHEDULE', 'UNSCHEDULE', 'RESTORE_REVISION'] },
    { status: PUBLISHED, acts: ['UPDATE', 'CORRECT', 'WITHDRAW', 'RESTORE_REVISION'] },
    { status: WITHDRAWN, acts: ['UPDATE', 'RESTORE', 'RESTORE_REVISION'] },
  ])('that is $status can be: $acts', ({ status, acts }) => {
    expect(actsFrom(status)).toEqual(acts);
    for (const act of Object.values(EditorialAct)) expect(mayFollow(act, status)).toBe(acts.includes(act));
  });

  test.each([
    { status: PUBLISHED, publishedMs: 1_001, standing: SCHEDULED },
    { status: PUBLISHED, publishedMs: 1_000, standing: PUBLISHED },
    { status: PUBLISHED, publishedMs: 999, standing: PUBLISHED },
    { status: WITHDRAWN, publishedMs: 1_001, standing: WITHDRAWN },
    { status: DRAFT, publishedMs: undefined, standing: DRAFT },
  ])('stored as $status at $publishedMs stands at 1000 as $standing', ({ status, publishedMs, standing }) => {
    const publishedAt = publishedMs === undefined ? null : new Date(publishedMs);
    expect(standingOf({ status, publishedAt }, 1_000)).toBe(standing);
  });

  test('is changed by whoever writes only while it is a draft', () => {
    for (const act of Object.values(EditorialAct)) {
      const isOfText = act === EditorialAct.UPDATE || act === EditorialAct.RESTORE_REVISION;
      expect(scopeFor(act, DRAFT)).toBe(isOfText ? Scope.ARTICLES_WRITE : Scope.ARTICLES_PUBLISH);
      for (const status of [SCHEDULED, PUBLISHED, WITHDRAWN]) {
        expect(scopeFor(act, status)).toBe(Scope.ARTICLES_PUBLISH);
      }
    }
  });
});
