import { JSONObjectResolver } from 'graphql-scalars';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What an act was done to. */
export enum AuditSubject {
  ARTICLE = 'ARTICLE',
  SECTION = 'SECTION',
  AUTHOR = 'AUTHOR',
  TAG = 'TAG',
  IMAGE = 'IMAGE',
  COMMENT = 'COMMENT',
  PICK = 'PICK',
  API_KEY = 'API_KEY',
  EXCLUSION = 'EXCLUSION',
  VISITOR = 'VISITOR',
  RANKING_RULE = 'RANKING_RULE',
  PLACEMENT = 'PLACEMENT',
  EXPERIMENT = 'EXPERIMENT',
}

registerEnumType(AuditSubject, {
  name: 'AuditSubject',
  description: 'What an act was done to.',
  valuesConfig: {
    ARTICLE: { description: 'An article.' },
    SECTION: { description: 'A section.' },
    AUTHOR: { description: 'An author.' },
    TAG: { description: 'A tag.' },
    IMAGE: { description: 'A picture.' },
    COMMENT: { description: 'A comment.' },
    PICK: { description: 'A pick of Must-Reads.' },
    API_KEY: { description: 'An API key.' },
    EXCLUSION: { description: 'An exclusion of views.' },
    VISITOR: { description: 'A visitor, by a pseudonym that nobody can turn back.' },
    RANKING_RULE: { description: 'A rule of the ranked lists.' },
    PLACEMENT: { description: 'A pin, a bury or a boost of an article on the ranked lists.' },
    EXPERIMENT: { description: 'A test of two settings of a rail.' },
  },
});

// One row for each editorial act, in the transaction of the act itself. Rows are only ever added.
@ObjectType({ description: 'Who did what, to what, and when.' })
@Entity('audit_entry')
@Index('audit_entry_at', { synchronize: false })
@Index('audit_entry_subject', { synchronize: false })
@Index('audit_entry_actor', { synchronize: false })
export class AuditEntry {
  /** A UUID of version 7: in the order of time. */
  @Field(() => ID, { description: 'Names the entry.' })
  @PrimaryColumn('uuid')
  id!: string;

  @Field(() => Date, { description: 'When it was done.' })
  @Column('timestamp with time zone')
  at!: Date;

  /** API_KEY, TOKEN or PROGRAM. */
  @Field(() => String, { description: 'How who did it was known: API_KEY, TOKEN or PROGRAM.' })
  @Column('text', { name: 'actor_kind' })
  actorKind!: string;

  @Field(() => String, {
    description: 'Who did it: the id of the key, "token:" and the subject of the token, or the program.',
  })
  @Column('text', { name: 'actor_id' })
  actorId!: string;

  @Field(() => String, { description: 'The name of who did it, at that time.' })
  @Column('text', { name: 'actor_name' })
  actorName!: string;

  /** In the past tense: PUBLISHED, WITHDRAWN, REVOKED. */
  @Field(() => String, { description: 'What was done, in the past tense: PUBLISHED, WITHDRAWN, REVOKED.' })
  @Column('text')
  act!: string;

  @Field(() => AuditSubject, { description: 'What it was done to.' })
  @Column('text')
  subject!: AuditSubject;

  @Field(() => String, { description: 'The id of what it was done to.' })
  @Column('text', { name: 'subject_id' })
  subjectId!: string;

  /** What else there is to know: a reason, the versions before and after. */
  @Field(() => JSONObjectResolver, {
    description: 'What else there is to know: a reason, the versions before and after.',
  })
  @Column('jsonb', { default: {} })
  details!: Record<string, unknown>;
}
