import { Arg, Authorized, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { accountOf } from '../../accounts/account';
import { Scope } from '../../accounts/scope';
import { ArticleCard, isPublic } from '../../articles/article-card';
import type { CardCache } from '../../articles/card-cache';
import type { Clock } from '../../platform/clock';
import { BadUserInput } from '../../platform/errors';
import { Costs } from '../../platform/graphql/costs';
import { readCursor, writeCursor, wrongCursor } from '../../platform/graphql/cursor';
import { readUuid } from '../../platform/graphql/id-or-slug';
import { readFirst } from '../../platform/graphql/page-arguments';
import { pageInfoOf } from '../../platform/graphql/page-info.type';
import type { RequestContext } from '../../platform/graphql/per-request';
import { answerOrUserErrors } from '../../platform/graphql/user-errors';
import type { SectionTree } from '../../sections/section-tree';
import type { PlacementGiven } from './check-placement';
import type { PlacementEditor } from './edit-placements';
import {
  BoostArticleInput,
  BuryArticleInput,
  PinArticleInput,
  TakeBackPlacementInput,
} from './placement.input';
import { PlacementConnection, PlacementPayload, PlacementState, PlacementType } from './placement.type';
import type { PlacementEditingRepository } from './placement-editing.repository';
import type { PlacementState as State, StoredPlacement } from './stored-placement';

const CURSOR = 'ranking-placements';

export interface PlacementsResolverParts {
  editor: PlacementEditor;
  placements: PlacementEditingRepository;
  cards: CardCache;
  sections: SectionTree;
  clock: Clock;
}

@Resolver(() => PlacementType)
export class PlacementsResolver {
  constructor(private readonly parts: PlacementsResolverParts) {}

  @Authorized(Scope.RANKING_WRITE)
  @Costs(50)
  @Query(() => PlacementConnection, {
    description:
      'What editors have done with articles on the ranked lists, by when it begins, the latest first. Needs the ' +
      'scope RANKING_WRITE.',
  })
  async rankingPlacements(
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many: 0 to 200.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null,
    @Arg('state', () => PlacementState, { nullable: true, description: 'Those in this state alone.' })
    state: State | null,
    @Arg('articleId', () => ID, { nullable: true, description: 'Those of this article alone.' })
    articleId: string | null,
  ): Promise<PlacementConnection> {
    const { placements, clock } = this.parts;
    const limit = readFirst(first);
    const article = articleId == null ? undefined : readUuid(articleId);
    if (articleId != null && article === undefined) {
      throw new BadUserInput('articleId', `"articleId" is "${articleId.slice(0, 100)}"; that is no id.`);
    }
    const name = `${CURSOR}:${state ?? 'ALL'}:${article ?? 'ALL'}`;
    const place = after == null ? undefined : placeOf(name, after);
    const nowMs = clock.nowMs();
    const wanted = { state: state ?? undefined, articleId: article, nowMs };
    const found = await placements.page({ ...wanted, after: place, limit: limit + 1 });
    const edges = found.slice(0, limit).map((placement) => ({
      node: this.typeOf(placement),
      cursor: writeCursor(name, [placement.from.getTime(), placement.id]),
    }));
    const more = { hasNextPage: found.length > limit, hasPreviousPage: place !== undefined };
    return new PlacementConnection({ edges, pageInfo: pageInfoOf(edges, more) }, () =>
      placements.count(wanted),
    );
  }

  @Authorized(Scope.RANKING_WRITE)
  @Mutation(() => PlacementPayload, {
    description:
      'Gives an article a place on a list of Popular Now for a time, whoever is read; the list follows within a ' +
      'second. The others keep their order around it. While it is not public its place falls to the next. Needs the ' +
      'scope RANKING_WRITE.',
  })
  pinArticle(
    @Arg('input', () => PinArticleInput, { description: 'The article, its place, and why.' })
    input: PinArticleInput,
    @Ctx() context: RequestContext,
  ): Promise<PlacementPayload> {
    return this.place({ ...input, act: 'PIN' }, context);
  }

  @Authorized(Scope.RANKING_WRITE)
  @Mutation(() => PlacementPayload, {
    description:
      'Takes an article off the ranked lists for a time, and off what is cut from them for authors and tags; they ' +
      'follow within a second. It wins over pins. The article itself, search and the other lists are as before. ' +
      'Needs the scope RANKING_WRITE.',
  })
  buryArticle(
    @Arg('input', () => BuryArticleInput, { description: 'The article, and why.' }) input: BuryArticleInput,
    @Ctx() context: RequestContext,
  ): Promise<PlacementPayload> {
    return this.place({ ...input, act: 'BURY' }, context);
  }

  @Authorized(Scope.RANKING_WRITE)
  @Mutation(() => PlacementPayload, {
    description:
      "Multiplies an article's score on Popular Now for a time; the lists follow within a second, as steadiness lets " +
      'them. Of several the nearest counts: of the section before that of the site. Needs the scope RANKING_WRITE.',
  })
  boostArticle(
    @Arg('input', () => BoostArticleInput, { description: 'The article, by how much, and why.' })
    input: BoostArticleInput,
    @Ctx() context: RequestContext,
  ): Promise<PlacementPayload> {
    return this.place({ ...input, act: 'BOOST' }, context);
  }

  @Authorized(Scope.RANKING_WRITE)
  @Mutation(() => PlacementPayload, {
    description:
      'Ends a placement before its time. One that was taken back before stays as it is. Needs the scope RANKING_WRITE.',
  })
  takeBackPlacement(
    @Arg('input', () => TakeBackPlacementInput, { description: 'Which one, and why.' })
    input: TakeBackPlacementInput,
    @Ctx() context: RequestContext,
  ): Promise<PlacementPayload> {
    const act = async () => ({
      placement: this.typeOf(await this.parts.editor.takeBack(accountOf(context), input)),
    });
    return answerOrUserErrors(act, { placement: null });
  }

  @FieldResolver(() => ArticleCard, {
    nullable: true,
    description:
      'The article. Null while readers may not see it, unless the caller has the scope ARTICLES_READ.',
  })
  async article(
    @Root() placement: PlacementType,
    @Ctx() { caller }: RequestContext,
  ): Promise<ArticleCard | undefined> {
    const { cards, clock } = this.parts;
    const [card] = await cards.byIds([placement.articleId]);
    const isShown = card && (isPublic(card, clock.nowMs()) || caller.may(Scope.ARTICLES_READ));
    return isShown ? card : undefined;
  }

  private place(given: PlacementGiven, context: RequestContext): Promise<PlacementPayload> {
    const act = async () => ({
      placement: this.typeOf(await this.parts.editor.place(accountOf(context), given)),
    });
    return answerOrUserErrors(act, { placement: null });
  }

  private typeOf(placement: StoredPlacement): PlacementType {
    const { sections, clock } = this.parts;
    const { sectionId } = placement.scope;
    const section = sectionId === null ? undefined : sections.get(sectionId);
    return new PlacementType(placement, { section, nowMs: clock.nowMs() });
  }
}

const LAST_MS = 253_402_300_799_999;

function placeOf(name: string, cursor: string): { atMs: number; id: string } {
  const [atMs, id, ...rest] = readCursor(name, cursor);
  const known = typeof id === 'string' ? readUuid(id) : undefined;
  const isTime = typeof atMs === 'number' && Number.isInteger(atMs) && Math.abs(atMs) <= LAST_MS;
  if (!isTime || known === undefined || rest.length > 0) throw wrongCursor();
  return { atMs, id: known };
}
