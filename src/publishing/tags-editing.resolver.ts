import { Arg, Authorized, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { Account } from '../accounts/account';
import { Scope } from '../accounts/scope';
import type { RequestContext } from '../platform/graphql/per-request';
import { answerOrUserErrors } from '../platform/graphql/user-errors';
import type { TagEditor } from './edit-tags';
import { DeletionPayload, TagPayload } from './surroundings.type';
import { CreateTagInput, MergeInput, UpdateTagInput } from './tag.input';

@Resolver()
export class TagsEditingResolver {
  constructor(private readonly tags: TagEditor) {}

  @Authorized(Scope.ARTICLES_WRITE)
  @Mutation(() => TagPayload, {
    description: 'Creates a tag. Needs the scope ARTICLES_WRITE.',
  })
  createTag(
    @Arg('input', () => CreateTagInput, { description: 'The tag.' }) input: CreateTagInput,
    @Ctx() { caller }: RequestContext,
  ): Promise<TagPayload> {
    return answerOrUserErrors(async () => ({ tag: await this.tags.create(caller as Account, input) }), {
      tag: null,
    });
  }

  @Authorized(Scope.SECTIONS_WRITE)
  @Mutation(() => TagPayload, {
    description:
      'Renames a tag; every article that has it follows within a second. Needs the scope SECTIONS_WRITE.',
  })
  updateTag(
    @Arg('input', () => UpdateTagInput, { description: 'The change.' }) input: UpdateTagInput,
    @Ctx() { caller }: RequestContext,
  ): Promise<TagPayload> {
    return answerOrUserErrors(async () => ({ tag: await this.tags.update(caller as Account, input) }), {
      tag: null,
    });
  }

  @Authorized(Scope.SECTIONS_WRITE)
  @Mutation(() => TagPayload, {
    description:
      'Gives a tag to all articles of another one and deletes that one. Needs the scope SECTIONS_WRITE.',
  })
  mergeTags(
    @Arg('input', () => MergeInput, { description: 'Which into which.' }) input: MergeInput,
    @Ctx() { caller }: RequestContext,
  ): Promise<TagPayload> {
    return answerOrUserErrors(async () => ({ tag: await this.tags.merge(caller as Account, input) }), {
      tag: null,
    });
  }

  @Authorized(Scope.SECTIONS_WRITE)
  @Mutation(() => DeletionPayload, {
    description: 'Takes a tag off all its articles and deletes it. Needs the scope SECTIONS_WRITE.',
  })
  deleteTag(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() { caller }: RequestContext,
  ): Promise<DeletionPayload> {
    return answerOrUserErrors(async () => ({ deletedId: await this.tags.delete(caller as Account, id) }), {
      deletedId: null,
    });
  }
}
