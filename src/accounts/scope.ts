import { registerEnumType } from 'type-graphql';

/** What a caller may do. A mutation, or a field that not everyone may read, names the one that it needs. */
export enum Scope {
  VIEWS_REPORT = 'VIEWS_REPORT',
  VIEWS_REPORT_FOR_OTHERS = 'VIEWS_REPORT_FOR_OTHERS',
  VIEWS_EXCLUDE = 'VIEWS_EXCLUDE',
  VISITORS_FORGET = 'VISITORS_FORGET',
  AUDIENCE_READ = 'AUDIENCE_READ',
  COMMENTS_WRITE = 'COMMENTS_WRITE',
  COMMENTS_MODERATE = 'COMMENTS_MODERATE',
  ARTICLES_READ = 'ARTICLES_READ',
  ARTICLES_WRITE = 'ARTICLES_WRITE',
  ARTICLES_PUBLISH = 'ARTICLES_PUBLISH',
  SECTIONS_WRITE = 'SECTIONS_WRITE',
  AUTHORS_WRITE = 'AUTHORS_WRITE',
  PICKS_WRITE = 'PICKS_WRITE',
  RANKING_WRITE = 'RANKING_WRITE',
  AUDIT_READ = 'AUDIT_READ',
  KEYS_MANAGE = 'KEYS_MANAGE',
}

registerEnumType(Scope, {
  name: 'Scope',
  description: 'What a caller may do.',
  valuesConfig: {
    VIEWS_REPORT: { description: 'Report views.' },
    VIEWS_REPORT_FOR_OTHERS: {
      description: 'Say whose view is reported: the address and the user agent of a visitor.',
    },
    VIEWS_EXCLUDE: { description: 'Take proven bursts out of the figures, and put them back.' },
    VISITORS_FORGET: { description: 'Have what is kept of a visitor deleted.' },
    AUDIENCE_READ: {
      description: 'Read the figures of the audience: series, sources, recirculation, bots and staff.',
    },
    COMMENTS_WRITE: { description: 'Write comments and report them to the moderators.' },
    COMMENTS_MODERATE: { description: 'Read held comments and reports; approve and reject.' },
    ARTICLES_READ: { description: 'Read articles that are not public, with their revisions.' },
    ARTICLES_WRITE: { description: 'Create articles, tags and pictures, and change drafts.' },
    ARTICLES_PUBLISH: {
      description: 'Publish, schedule, correct, withdraw and restore; change what is public.',
    },
    SECTIONS_WRITE: { description: 'Create, change, move and delete sections and tags.' },
    AUTHORS_WRITE: { description: 'Create, change and delete authors.' },
    PICKS_WRITE: { description: 'Pick Must-Reads.' },
    RANKING_WRITE: {
      description: 'Pin, bury and boost articles on the ranked lists, and set the rules of the lists.',
    },
    AUDIT_READ: { description: 'Read who did what.' },
    KEYS_MANAGE: { description: 'Create, list and revoke API keys.' },
  },
});

const scopeNames: ReadonlySet<string> = new Set(Object.values(Scope));

export function isScope(name: string): name is Scope {
  return scopeNames.has(name);
}
