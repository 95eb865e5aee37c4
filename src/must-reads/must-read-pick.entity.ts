import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Article } from '../articles/article.entity';

/** How fast a pick grows old: half-lives of 4 hours, 12 hours, 36 hours and 7 days. */
export enum PickLifetime {
  SHORT = 'SHORT',
  MEDIUM = 'MEDIUM',
  LONG = 'LONG',
  EVERGREEN = 'EVERGREEN',
}

registerEnumType(PickLifetime, {
  name: 'PickLifetime',
  description: 'How fast a pick grows old: after so long it counts half.',
  valuesConfig: {
    SHORT: { description: '4 hours: breaking news.' },
    MEDIUM: { description: '12 hours: the news of the day.' },
    LONG: { description: '36 hours: a report or an analysis.' },
    EVERGREEN: { description: '7 days: what stays good.' },
  },
});

// An editor's pick for the Must-Reads rail.
@ObjectType({ description: "An editor's pick for the Must-Reads; an article has one at most." })
@Entity('must_read_pick')
@Unique('must_read_pick_article_id_key', ['articleId'])
@Check('must_read_pick_value_check', `value between 1 and 5`)
@Check('must_read_pick_lifetime_check', `lifetime in ('SHORT', 'MEDIUM', 'LONG', 'EVERGREEN')`)
@Check(
  'must_read_pick_pin_check',
  `pinned = (pin_reason is not null) and pinned = (pinned_until is not null)`,
)
@Index('must_read_pick_from', { synchronize: false })
export class MustReadPick {
  @Field(() => ID, { description: 'A UUID that stays.' })
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey(() => Article, { name: 'must_read_pick_article_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'article_id' })
  articleId!: string;

  @Field(() => Int, { description: 'The news value: 1 to 5, 3 is the usual.' })
  @Column('integer')
  value!: number;

  @Field(() => PickLifetime, { description: 'How fast it grows old.' })
  @Column('text')
  lifetime!: PickLifetime;

  @Field(() => Date, { description: 'Since when it holds, or from when on.' })
  @Column('timestamp with time zone')
  from!: Date;

  @Field(() => Date, { nullable: true, description: 'When it ends; null when it is left to grow old.' })
  @Column('timestamp with time zone', { nullable: true })
  to!: Date | null;

  @Field(() => Boolean, {
    description: 'Whether editors have pinned it: until pinnedUntil it comes before all that are not.',
  })
  @Column('boolean', { default: false })
  pinned!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Of a pinned one: why. It is shown with the place.',
  })
  @Column('text', { name: 'pin_reason', nullable: true })
  pinReason!: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Of a pinned one: when the pin ends. The pick goes on, by its grade.',
  })
  @Column('timestamp with time zone', { name: 'pinned_until', nullable: true })
  pinnedUntil!: Date | null;

  @Field(() => Int, { description: 'Orders the pinned ones, the smaller first.' })
  @Column('integer', { default: 0 })
  position!: number;

  @Field(() => Int, { description: 'Grows by one with every change; an editor gives it back with a change.' })
  @Column('integer', { default: 1 })
  version!: number;
}
