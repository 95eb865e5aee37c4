import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { ActorName } from '../articles/actor-name';
import { ArticleCard } from '../articles/article-card';
import { ArticleStatus } from '../articles/article-status';
import { UserError } from '../platform/graphql/user-error.type';
import type { ArticleStanding } from './stored-article';
import { actsFrom, EditorialAct } from './workflow';

registerEnumType(EditorialAct, {
  name: 'EditorialAct',
  description: 'What editors do to an article.',
  valuesConfig: {
    UPDATE: { description: 'Change its text: updateArticle.' },
    PUBLISH: { description: 'Make it public now: publishArticle.' },
    SCHEDULE: { description: 'Make it public at a set time: scheduleArticle.' },
    UNSCHEDULE: { description: 'Make it a draft again before its time has come: unscheduleArticle.' },
    CORRECT: { description: 'Put it right with a note for readers: correctArticle.' },
    WITHDRAW: { description: 'Take it back, with a reason: withdrawArticle.' },
    RESTORE: { description: 'Make it public again as it was: restoreArticle.' },
    RESTORE_REVISION: { description: 'Go back to the text of an earlier version: restoreRevision.' },
  },
});

@ObjectType({ description: 'Who did something, by the name that was known then.' })
export class EditorialActor {
  @Field(() => String, { description: 'API_KEY, TOKEN or PROGRAM.' })
  kind!: string;

  @Field(() => ID, { description: 'The id of the key, or the subject of the token.' })
  id!: string;

  @Field(() => String, { description: 'The name.' })
  name!: string;
}

@ObjectType({ description: 'That an article has been taken back.' })
export class ArticleWithdrawal {
  @Field(() => Date, { description: 'When.' })
  at!: Date;

  @Field(() => EditorialActor, { nullable: true, description: 'By whom; null where that is not known.' })
  by!: ActorName | null;

  @Field(() => String, { nullable: true, description: 'Why, for readers; null where no reason was given.' })
  reason!: string | null;
}

@ObjectType({ description: 'An article as editors see it: public or not, with its version and its past.' })
export class EditorialArticle {
  @Field(() => ArticleCard, { description: 'The article as readers see it or would see it.' })
  readonly article: ArticleCard;

  @Field(() => ArticleStatus, {
    description: 'Where it stands now; SCHEDULED while its time of publication is still to come.',
  })
  readonly status: ArticleStatus;

  constructor(
    readonly stored: ArticleStanding,
    { article, status }: { article: ArticleCard; status: ArticleStatus },
  ) {
    this.article = article;
    this.status = status;
  }

  @Field(() => Int, { description: 'Grows by one with every change; every act names the one that it saw.' })
  get version(): number {
    return this.stored.version;
  }

  @Field(() => Date, { nullable: true, description: 'When readers could first see it, or will.' })
  get publishedAt(): Date | null {
    return this.stored.publishedAt;
  }

  @Field(() => Date, { description: 'When it was created.' })
  get createdAt(): Date {
    return this.stored.createdAt;
  }

  @Field(() => EditorialActor, { nullable: true, description: 'By whom; null for what an import brought.' })
  get createdBy(): ActorName | null {
    return this.stored.createdBy;
  }

  @Field(() => Date, { description: 'When the present version was written.' })
  get updatedAt(): Date {
    return this.stored.changedAt;
  }

  @Field(() => EditorialActor, { nullable: true, description: 'By whom; null where an import wrote it.' })
  get updatedBy(): ActorName | null {
    return this.stored.changedBy;
  }

  @Field(() => String, {
    nullable: true,
    description: 'The feed or file that an import brought it from; null for what was written here.',
  })
  get source(): string | null {
    return this.stored.source;
  }

  @Field(() => Date, {
    nullable: true,
    description:
      "Since when its text is an editor's: a later import of it leaves it alone. Null before that.",
  })
  get inHandSince(): Date | null {
    return this.stored.editedAt;
  }

  @Field(() => ArticleWithdrawal, { nullable: true, description: 'When and why it was withdrawn, if it is.' })
  get withdrawal(): ArticleWithdrawal | null {
    return this.stored.withdrawal;
  }

  @Field(() => [EditorialAct], { description: 'What can be done with it from here, given the right to.' })
  get possibleActs(): EditorialAct[] {
    return actsFrom(this.status);
  }
}

@ObjectType({ description: 'What became of an act on an article.' })
export class EditorialArticlePayload {
  @Field(() => EditorialArticle, {
    nullable: true,
    description: 'The article as it is now, also where nothing was written; null where there is none.',
  })
  article!: EditorialArticle | null;

  @Field(() => [UserError], { description: 'Every reason why nothing was written; else empty.' })
  userErrors!: UserError[];
}
