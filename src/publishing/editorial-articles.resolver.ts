import {
  Arg,
  Authorized,
  Ctx,
  FieldResolver,
  ID,
  Int,
  Query,
  Resolver,
  Root,
  registerEnumType,
} from 'type-graphql';
import { Scope } from '../accounts/scope';
import { ArticleStatus } from '../articles/article-status';
import { readIdOrSlug } from '../platform/graphql/id-or-slug';
import { readFirst } from '../platform/graphql/page-arguments';
import { perRequest, type RequestContext } from '../platform/graphql/per-request';
import { UserError, userErrorOf } from '../platform/graphql/user-error.type';
import type { EditedArticles } from './article-editing.repository';
import type { ArticleRevisionRepository } from './article-revision.repository';
import { EditorialArticle } from './editorial-article.type';
import type { EditorialArticles } from './editorial-articles';
import { EditorialArticleConnection } from './editorial-connection.type';
import { whatIsMissing } from './readiness';
import { RevisionConnection } from './revision.type';
import { readRevisionCursor } from './revision-cursor';
import { StoredArticlesLoader } from './stored-articles.loader';

export enum EditorialOrderBy {
  UPDATED = 'UPDATED',
  CREATED = 'CREATED',
}

registerEnumType(EditorialOrderBy, {
  name: 'EditorialOrderBy',
  description: 'What a list of articles for editors is ordered by.',
  valuesConfig: {
    UPDATED: { description: 'The latest changed first.' },
    CREATED: { description: 'The latest created first.' },
  },
});

const ARTICLES_A_PAGE_MAX = 100;
const REVISIONS_A_PAGE_MAX = 50;

@Resolver(() => EditorialArticle)
export class EditorialArticlesResolver {
  constructor(
    private readonly articles: EditorialArticles,
    private readonly edited: EditedArticles,
    private readonly revisionRows: ArticleRevisionRepository,
  ) {}

  @Authorized(Scope.ARTICLES_READ)
  @Query(() => EditorialArticle, {
    nullable: true,
    description:
      'An article by its id or its slug, wherever it stands; null if there is none. Needs the scope ARTICLES_READ.',
  })
  editorialArticle(
    @Arg('id', () => ID, { nullable: true, description: 'Its id.' }) id: string | null,
    @Arg('slug', () => String, { nullable: true, description: 'Its slug.' }) slug: string | null,
  ): Promise<EditorialArticle | null> {
    const wanted = readIdOrSlug({ id, slug });
    return 'id' in wanted ? this.articles.byId(wanted.id) : this.articles.bySlug(wanted.slug);
  }

  @Authorized(Scope.ARTICLES_READ)
  @Query(() => EditorialArticleConnection, {
    description: 'Articles wherever they stand, the latest first. Needs the scope ARTICLES_READ.',
  })
  async editorialArticles(
    @Arg('status', () => ArticleStatus, { nullable: true, description: 'Only those that stand there now.' })
    status: ArticleStatus | null,
    @Arg('section', () => ID, {
      nullable: true,
      description: 'The id or slug of a section; its articles and those of the sections under it.',
    })
    section: string | null,
    @Arg('author', () => ID, { nullable: true, description: 'The id or slug of one of its authors.' })
    author: string | null,
    @Arg('orderBy', () => EditorialOrderBy, {
      defaultValue: EditorialOrderBy.UPDATED,
      description: 'In which order.',
    })
    orderBy: EditorialOrderBy,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many: 0 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null,
  ): Promise<EditorialArticleConnection> {
    const page = { status, section, author, orderBy, after, first: readFirst(first, ARTICLES_A_PAGE_MAX) };
    return new EditorialArticleConnection(await this.articles.page(page));
  }

  @FieldResolver(() => [UserError], {
    description: 'What it still lacks to be published, each with its field; empty when it is ready.',
  })
  async readiness(
    @Root() { stored }: EditorialArticle,
    @Ctx() context: RequestContext,
  ): Promise<UserError[]> {
    const loader = perRequest(context, StoredArticlesLoader, () => new StoredArticlesLoader(this.edited));
    const article = await loader.load(stored.id);
    return article === undefined ? [] : whatIsMissing(article.content).map(userErrorOf);
  }

  @FieldResolver(() => RevisionConnection, {
    description: 'What it was before it was changed by hand, the latest first.',
  })
  async revisions(
    @Root() { stored }: EditorialArticle,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many: 0 to 50.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null,
  ): Promise<RevisionConnection> {
    const limit = readFirst(first, REVISIONS_A_PAGE_MAX);
    const before = after == null ? undefined : readRevisionCursor(stored.id, after);
    const found = await this.revisionRows.page(stored.id, before, limit + 1);
    return new RevisionConnection({
      revisions: found.slice(0, limit),
      hasNextPage: found.length > limit,
      hasPreviousPage: before !== undefined,
      count: () => this.revisionRows.count(stored.id),
    });
  }
}
