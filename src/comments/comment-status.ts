import { registerEnumType } from 'type-graphql';

/** Readers see VISIBLE ones only. */
export enum CommentStatus {
  VISIBLE = 'VISIBLE',
  HELD = 'HELD',
  REJECTED = 'REJECTED',
}

registerEnumType(CommentStatus, {
  name: 'CommentStatus',
  description: 'Where a comment stands.',
  valuesConfig: {
    VISIBLE: { description: 'Readers see it.' },
    HELD: { description: 'It waits for a moderator; readers do not see it.' },
    REJECTED: { description: 'A moderator has rejected it; readers do not see it, nor its answers.' },
  },
});

/** Why a comment waits for a moderator. */
export enum HeldReason {
  ALL = 'ALL',
  LINKS = 'LINKS',
  MACHINE = 'MACHINE',
  BYLINE = 'BYLINE',
  REPORTS = 'REPORTS',
}

registerEnumType(HeldReason, {
  name: 'HeldReason',
  description: 'Why a comment waits for a moderator.',
  valuesConfig: {
    ALL: { description: 'By the setting COMMENTS_MODERATION every comment does.' },
    LINKS: { description: 'It has more links than COMMENT_LINKS_MAX.' },
    MACHINE: { description: 'What sent it looks like a machine, not like a browser or an app.' },
    BYLINE: { description: 'Its writer goes by the name of an author of the article.' },
    REPORTS: { description: 'So many readers have reported it as COMMENT_REPORTS_TO_HOLD says.' },
  },
});
