import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { accountOf } from '../accounts/account';
import { Scope } from '../accounts/scope';
import type { RequestContext } from '../platform/graphql/per-request';
import { userErrorOf } from '../platform/graphql/user-error.type';
import {
  CorrectArticleInput,
  PublishArticleInput,
  RestoreArticleInput,
  RestoreRevisionInput,
  ScheduleArticleInput,
  UnscheduleArticleInput,
  WithdrawArticleInput,
} from './article-act.input';
import { CreateArticleInput, UpdateArticleInput } from './article-text.input';
import { correctArticle } from './correct-article';
import { createArticle } from './create-article';
import type { Editing, EditOutcome } from './editing';
import { EditorialArticlePayload } from './editorial-article.type';
import type { EditorialArticles } from './editorial-articles';
import { publishArticle } from './publish-article';
import { restoreRevision } from './restore-revision';
import { scheduleArticle, unscheduleArticle } from './schedule-article';
import { updateArticle } from './update-article';
import { restoreArticle, withdrawArticle } from './withdraw-article';

@Resolver()
export class EditingResolver {
  constructor(
    private readonly editing: Editing,
    private readonly articles: EditorialArticles,
  ) {}

  @Authorized(Scope.ARTICLES_WRITE)
  @Mutation(() => EditorialArticlePayload, {
    description: 'Begins a draft, by which nothing is public yet. Needs the scope ARTICLES_WRITE.',
  })
  createArticle(
    @Arg('input', () => CreateArticleInput, { description: 'What is to be done.' }) input: CreateArticleInput,
    @Ctx() context: RequestContext,
  ): Promise<EditorialArticlePayload> {
    return this.payloadOf(createArticle(this.editing, accountOf(context), input));
  }

  @Authorized(Scope.ARTICLES_WRITE)
  @Mutation(() => EditorialArticlePayload, {
    description:
      'Changes the text of an article. Readers of a public one see it within a second. Needs the scope ' +
      'ARTICLES_WRITE for a draft, ARTICLES_PUBLISH for any other.',
  })
  updateArticle(
    @Arg('input', () => UpdateArticleInput, { description: 'What is to be done.' }) input: UpdateArticleInput,
    @Ctx() context: RequestContext,
  ): Promise<EditorialArticlePayload> {
    return this.payloadOf(updateArticle(this.editing, accountOf(context), input));
  }

  @Authorized(Scope.ARTICLES_PUBLISH)
  @Mutation(() => EditorialArticlePayload, {
    description: 'Makes an article public now, if it lacks nothing. Needs the scope ARTICLES_PUBLISH.',
  })
  publishArticle(
    @Arg('input', () => PublishArticleInput, { description: 'What is to be done.' })
    input: PublishArticleInput,
    @Ctx() context: RequestContext,
  ): Promise<EditorialArticlePayload> {
    return this.payloadOf(publishArticle(this.editing, accountOf(context), input));
  }

  @Authorized(Scope.ARTICLES_PUBLISH)
  @Mutation(() => EditorialArticlePayload, {
    description:
      'Makes an article public at a set time, to the second, if it lacks nothing; a second time ' +
      'replaces the first. Needs the scope ARTICLES_PUBLISH.',
  })
  scheduleArticle(
    @Arg('input', () => ScheduleArticleInput, { description: 'What is to be done.' })
    input: ScheduleArticleInput,
    @Ctx() context: RequestContext,
  ): Promise<EditorialArticlePayload> {
    return this.payloadOf(scheduleArticle(this.editing, accountOf(context), input));
  }

  @Authorized(Scope.ARTICLES_PUBLISH)
  @Mutation(() => EditorialArticlePayload, {
    description:
      'Makes an article whose time is still to come a draft again. Needs the scope ARTICLES_PUBLISH.',
  })
  unscheduleArticle(
    @Arg('input', () => UnscheduleArticleInput, { description: 'What is to be done.' })
    input: UnscheduleArticleInput,
    @Ctx() context: RequestContext,
  ): Promise<EditorialArticlePayload> {
    return this.payloadOf(unscheduleArticle(this.editing, accountOf(context), input));
  }

  @Authorized(Scope.ARTICLES_PUBLISH)
  @Mutation(() => EditorialArticlePayload, {
    description:
      'Puts a public article right, with a note that readers see. Needs the scope ARTICLES_PUBLISH.',
  })
  correctArticle(
    @Arg('input', () => CorrectArticleInput, { description: 'What is to be done.' })
    input: CorrectArticleInput,
    @Ctx() context: RequestContext,
  ): Promise<EditorialArticlePayload> {
    return this.payloadOf(correctArticle(this.editing, accountOf(context), input));
  }

  @Authorized(Scope.ARTICLES_PUBLISH)
  @Mutation(() => EditorialArticlePayload, {
    description:
      'Takes an article off every page, list and feed, within a second. Its tombstone tells readers ' +
      'why. Needs the scope ARTICLES_PUBLISH.',
  })
  withdrawArticle(
    @Arg('input', () => WithdrawArticleInput, { description: 'What is to be done.' })
    input: WithdrawArticleInput,
    @Ctx() context: RequestContext,
  ): Promise<EditorialArticlePayload> {
    return this.payloadOf(withdrawArticle(this.editing, accountOf(context), input));
  }

  @Authorized(Scope.ARTICLES_PUBLISH)
  @Mutation(() => EditorialArticlePayload, {
    description:
      'Makes a withdrawn article public again, with its time of publication and its views. Needs the ' +
      'scope ARTICLES_PUBLISH.',
  })
  restoreArticle(
    @Arg('input', () => RestoreArticleInput, { description: 'What is to be done.' })
    input: RestoreArticleInput,
    @Ctx() context: RequestContext,
  ): Promise<EditorialArticlePayload> {
    return this.payloadOf(restoreArticle(this.editing, accountOf(context), input));
  }

  @Authorized(Scope.ARTICLES_WRITE)
  @Mutation(() => EditorialArticlePayload, {
    description:
      'Makes the text of an earlier version a new one; where the article stands does not change, nor its section or ' +
      'byline where that of then is gone. Needs the scope ARTICLES_WRITE for a draft, ARTICLES_PUBLISH for any other.',
  })
  restoreRevision(
    @Arg('input', () => RestoreRevisionInput, { description: 'What is to be done.' })
    input: RestoreRevisionInput,
    @Ctx() context: RequestContext,
  ): Promise<EditorialArticlePayload> {
    return this.payloadOf(restoreRevision(this.editing, accountOf(context), input));
  }

  private async payloadOf(outcome: Promise<EditOutcome>): Promise<EditorialArticlePayload> {
    const { articleId, reasons } = await outcome;
    return {
      article: articleId === null ? null : await this.articles.byId(articleId),
      userErrors: reasons.map(userErrorOf),
    };
  }
}
