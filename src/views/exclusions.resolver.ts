import { Arg, Authorized, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { accountOf } from '../accounts/account';
import { Scope } from '../accounts/scope';
import type { Clock } from '../platform/clock';
import { Costs } from '../platform/graphql/costs';
import { readUuid } from '../platform/graphql/id-or-slug';
import { readFirst } from '../platform/graphql/page-arguments';
import type { RequestContext } from '../platform/graphql/per-request';
import { answerOrUserErrors } from '../platform/graphql/user-errors';
import { type CardsOfArticles, shownAmounts } from './cards-of-amounts';
import type { ExcludeViews, ExclusionOutcome } from './exclude-views';
import { ExcludeViewsInput } from './exclude-views.input';
import { amountsByArticle } from './excluded-articles';
import type { Exclusion } from './exclusion';
import type { ExclusionRepository } from './exclusion.repository';
import { ExcludeViewsPayload, ExclusionConnection, ExclusionType, exclusionTypeOf } from './exclusion.type';
import { readExclusionCursor } from './exclusion-cursor';
import { exclusionDraftOf, exclusionReasonOf } from './exclusion-draft';
import { ExclusionNotFound } from './exclusions.errors';

export interface ExclusionsResolverParts {
  exclusions: ExcludeViews;
  repository: ExclusionRepository;
  cards: CardsOfArticles;
  clock: Clock;
}

const refused = { exclusion: null, views: null, articles: null };
const ARTICLES_SHOWN = 1_000;

@Resolver()
export class ExclusionsResolver {
  constructor(private readonly parts: ExclusionsResolverParts) {}

  @Authorized(Scope.VIEWS_EXCLUDE)
  @Costs(2_000)
  @Mutation(() => ExcludeViewsPayload, {
    description:
      'Takes a proven burst of views out of totals, series and lists, which follow within seconds; dryRun only says ' +
      'what it would take. What earlier exclusions have taken is not taken again. Needs the scope VIEWS_EXCLUDE.',
  })
  excludeViews(
    @Arg('input', () => ExcludeViewsInput, { description: 'Which views, and why.' }) input: ExcludeViewsInput,
    @Ctx() context: RequestContext,
  ): Promise<ExcludeViewsPayload> {
    const { exclusions, cards, clock } = this.parts;
    return this.answer(context, async () => {
      const draft = await exclusionDraftOf(input, {
        nowMs: clock.nowMs(),
        articleOf: async (id) => (await cards.byIds([readUuid(id) ?? id]))[0],
      });
      return input.dryRun ? exclusions.dryRun(draft) : exclusions.exclude(draft, accountOf(context));
    });
  }

  @Authorized(Scope.VIEWS_EXCLUDE)
  @Costs(500)
  @Mutation(() => ExcludeViewsPayload, {
    description:
      'Lets the views of an exclusion count again, those too that another exclusion in force means: each view is out ' +
      'by the first that took it alone. To keep them out, take the other back as well and make it anew. One that was ' +
      'taken back before stays as it is. Needs the scope VIEWS_EXCLUDE.',
  })
  takeBackExclusion(
    @Arg('id', () => ID, { description: 'The exclusion.' }) id: string,
    @Arg('reason', () => String, { description: 'Why, in 1 to 500 characters.' }) reason: string,
    @Ctx() context: RequestContext,
  ): Promise<ExcludeViewsPayload> {
    return this.answer(context, async () => {
      const known = readUuid(id);
      if (known === undefined) throw new ExclusionNotFound(id);
      return this.parts.exclusions.takeBack(known, exclusionReasonOf(reason), accountOf(context));
    });
  }

  @Authorized(Scope.VIEWS_EXCLUDE)
  @Costs(50)
  @Query(() => ExclusionConnection, {
    description:
      'All exclusions, newest first, those that were taken back too. Needs the scope VIEWS_EXCLUDE.',
  })
  async exclusions(
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many at most, from 0 to 200.' })
    first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null | undefined,
  ): Promise<ExclusionConnection> {
    const { repository } = this.parts;
    const limit = readFirst(first);
    const rows = await repository.newest(
      limit + 1,
      typeof after === 'string' ? readExclusionCursor(after) : undefined,
    );
    return new ExclusionConnection({
      nodes: await this.typesOf(rows.slice(0, limit)),
      hasNextPage: rows.length > limit,
      hasPreviousPage: typeof after === 'string',
      count: () => repository.count(),
    });
  }

  @Authorized(Scope.VIEWS_EXCLUDE)
  @Costs(50)
  @Query(() => ExclusionType, {
    nullable: true,
    description: 'The exclusion with this id; null when there is none. Needs the scope VIEWS_EXCLUDE.',
  })
  async exclusion(
    @Arg('id', () => ID, { description: 'The exclusion.' }) id: string,
  ): Promise<ExclusionType | null> {
    const known = readUuid(id);
    const row = known === undefined ? undefined : await this.parts.repository.byId(known);
    return row === undefined ? null : ((await this.typesOf([row]))[0] ?? null);
  }

  private async answer(
    context: RequestContext,
    act: () => Promise<ExclusionOutcome>,
  ): Promise<ExcludeViewsPayload> {
    const { cards, clock } = this.parts;
    const answered = await answerOrUserErrors(async () => {
      const { exclusion, views, amounts } = await act();
      const [type = null] = exclusion === undefined ? [] : await this.typesOf([exclusion]);
      return {
        exclusion: type,
        views,
        articles: await shownAmounts(amountsByArticle(amounts).slice(0, ARTICLES_SHOWN), {
          ...{ cards, nowMs: clock.nowMs(), caller: accountOf(context) },
        }),
      };
    }, refused);
    return { ...answered, articles: answered.articles ?? [] };
  }

  private async typesOf(rows: readonly Exclusion[]): Promise<ExclusionType[]> {
    const numbers = [...new Set(rows.flatMap(({ condition }) => condition.article ?? []))];
    const cards = await this.parts.cards.byNumbers(numbers);
    const ids = new Map(numbers.map((number, index) => [number, cards[index]?.id ?? null]));
    return rows.map((row) => exclusionTypeOf(row, (article) => ids.get(article) ?? null));
  }
}
