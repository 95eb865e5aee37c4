import { Arg, Authorized, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { Account } from '../accounts/account';
import { Scope } from '../accounts/scope';
import type { RequestContext } from '../platform/graphql/per-request';
import { answerOrUserErrors } from '../platform/graphql/user-errors';
import { CreateAuthorInput, UpdateAuthorInput } from './author.input';
import type { AuthorEditor } from './edit-authors';
import { AuthorPayload, DeletionPayload } from './surroundings.type';
import { MergeInput } from './tag.input';

@Resolver()
export class AuthorsEditingResolver {
  constructor(private readonly authors: AuthorEditor) {}

  @Authorized(Scope.AUTHORS_WRITE)
  @Mutation(() => AuthorPayload, {
    description: 'Creates an author. Needs the scope AUTHORS_WRITE.',
  })
  createAuthor(
    @Arg('input', () => CreateAuthorInput, { description: 'The author.' }) input: CreateAuthorInput,
    @Ctx() { caller }: RequestContext,
  ): Promise<AuthorPayload> {
    return answerOrUserErrors(async () => ({ author: await this.authors.create(caller as Account, input) }), {
      author: null,
    });
  }

  @Authorized(Scope.AUTHORS_WRITE)
  @Mutation(() => AuthorPayload, {
    description: 'Changes an author; every byline follows within a second. Needs the scope AUTHORS_WRITE.',
  })
  updateAuthor(
    @Arg('input', () => UpdateAuthorInput, { description: 'The change.' }) input: UpdateAuthorInput,
    @Ctx() { caller }: RequestContext,
  ): Promise<AuthorPayload> {
    return answerOrUserErrors(async () => ({ author: await this.authors.update(caller as Account, input) }), {
      author: null,
    });
  }

  @Authorized(Scope.AUTHORS_WRITE)
  @Mutation(() => AuthorPayload, {
    description:
      'Gives all articles of an author to another one and deletes the first. Needs the scope AUTHORS_WRITE.',
  })
  mergeAuthors(
    @Arg('input', () => MergeInput, { description: 'Which into which.' }) input: MergeInput,
    @Ctx() { caller }: RequestContext,
  ): Promise<AuthorPayload> {
    return answerOrUserErrors(async () => ({ author: await this.authors.merge(caller as Account, input) }), {
      author: null,
    });
  }

  @Authorized(Scope.AUTHORS_WRITE)
  @Mutation(() => DeletionPayload, {
    description: 'Deletes an author without articles, whatever their status. Needs the scope AUTHORS_WRITE.',
  })
  deleteAuthor(
    @Arg('id', () => ID, { description: 'The id.' }) id: string,
    @Ctx() { caller }: RequestContext,
  ): Promise<DeletionPayload> {
    return answerOrUserErrors(async () => ({ deletedId: await this.authors.delete(caller as Account, id) }), {
      deletedId: null,
    });
  }
}
