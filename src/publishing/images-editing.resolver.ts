import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Account } from '../accounts/account';
import { Scope } from '../accounts/scope';
import type { RequestContext } from '../platform/graphql/per-request';
import { answerOrUserErrors } from '../platform/graphql/user-errors';
import type { ImageEditor } from './edit-images';
import { UpdateImageInput } from './image.input';
import { ImagePayload } from './surroundings.type';

@Resolver()
export class ImagesEditingResolver {
  constructor(private readonly images: ImageEditor) {}

  @Authorized(Scope.ARTICLES_WRITE)
  @Mutation(() => ImagePayload, {
    description:
      'Changes the words beside a picture; every article that shows it follows within a second. For one of a public ' +
      'article the scope ARTICLES_PUBLISH is needed too, for a portrait AUTHORS_WRITE. Needs the scope ARTICLES_WRITE.',
  })
  updateImage(
    @Arg('input', () => UpdateImageInput, { description: 'The change.' }) input: UpdateImageInput,
    @Ctx() { caller }: RequestContext,
  ): Promise<ImagePayload> {
    return answerOrUserErrors(async () => ({ image: await this.images.update(caller as Account, input) }), {
      image: null,
    });
  }
}
