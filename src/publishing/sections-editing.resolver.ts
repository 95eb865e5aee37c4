import { Arg, Authorized, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { Account } from '../accounts/account';
import { Scope } from '../accounts/scope';
import type { RequestContext } from '../platform/graphql/per-request';
import { answerOrUserErrors } from '../platform/graphql/user-errors';
import type { SectionEditor } from './edit-sections';
import { CreateSectionInput, MoveArticlesInput, UpdateSectionInput } from './section.input';
import { DeletionPayload, MoveArticlesPayload, SectionPayload } from './surroundings.type';

@Resolver()
export class SectionsEditingResolver {
  constructor(private readonly sections: SectionEditor) {}

  @Authorized(Scope.SECTIONS_WRITE)
  @Mutation(() => SectionPayload, {
    description: 'Creates a section, at the top or under another one. Needs the scope SECTIONS_WRITE.',
  })
  createSection(
    @Arg('input', () => CreateSectionInput, { description: 'The section.' }) input: CreateSectionInput,
    @Ctx() { caller }: RequestContext,
  ): Promise<SectionPayload> {
    return answerOrUserErrors(
      async () => ({ section: await this.sections.create(caller as Account, input) }),
      { section: null },
    );
  }

  @Authorized(Scope.SECTIONS_WRITE)
  @Mutation(() => SectionPayload, {
    description:
      'Renames a section, or moves it with all that stands under it. Every page that shows it follows within a ' +
      'second. Needs the scope SECTIONS_WRITE.',
  })
  updateSection(
    @Arg('input', () => UpdateSectionInput, { description: 'The change.' }) input: UpdateSectionInput,
    @Ctx() { caller }: RequestContext,
  ): Promise<SectionPayload> {
    return answerOrUserErrors(
      async () => ({ section: await this.sections.update(caller as Account, input) }),
      { section: null },
    );
  }

  @Authorized(Scope.SECTIONS_WRITE)
  @Mutation(() => MoveArticlesPayload, {
    description:
      'Moves all articles of a section to another one, drafts and withdrawn ones too. Needs the scope SECTIONS_WRITE.',
  })
  moveArticlesOfSection(
    @Arg('input', () => MoveArticlesInput, { description: 'From where to where.' }) input: MoveArticlesInput,
    @Ctx() { caller }: RequestContext,
  ): Promise<MoveArticlesPayload> {
    return answerOrUserErrors(() => this.sections.moveArticles(caller as Account, input), {
      section: null,
      moved: null,
    });
  }

  @Authorized(Scope.SECTIONS_WRITE)
  @Mutation(() => DeletionPayload, {
    description:
      'Deletes a section that holds no article, whatever its status, and no section. Needs the scope SECTIONS_WRITE.',
  })
  deleteSection(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() { caller }: RequestContext,
  ): Promise<DeletionPayload> {
    return answerOrUserErrors(
      async () => ({ deletedId: await this.sections.delete(caller as Account, id) }),
      { deletedId: null },
    );
  }
}
