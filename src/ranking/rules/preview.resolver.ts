import { Arg, Authorized, Query, Resolver } from 'type-graphql';
import { Scope } from '../../accounts/scope';
import { Costs } from '../../platform/graphql/costs';
import { userErrorOf } from '../../platform/graphql/user-error.type';
import type { TimeOfDay } from '../explanation';
import { RankedArticleEdge } from '../ranked-article.type';
import { PreviewRankingRuleInput } from './preview.input';
import { RankingPreview } from './preview.type';
import type { PreviewedPlace, RulePreviews } from './preview-rule';
import { settingsOf } from './rule.input';

@Resolver()
export class RankingPreviewResolver {
  constructor(
    private readonly previews: RulePreviews,
    private readonly timeOfDay: TimeOfDay,
  ) {}

  @Authorized(Scope.RANKING_WRITE)
  @Costs(2_000)
  @Query(() => RankingPreview, {
    description:
      'What a list of Popular Now would be with a rule or placements that are not made yet; nothing is changed. ' +
      'Needs the scope RANKING_WRITE.',
  })
  async previewRankingRule(
    @Arg('input', () => PreviewRankingRuleInput, { description: 'What is to be tried.' })
    input: PreviewRankingRuleInput,
  ): Promise<RankingPreview> {
    const { atMs, before, after, refusals } = await this.previews.preview({ ...input, ...settingsOf(input) });
    const rankNow = new Map(before.map(({ card, rank }) => [card.number, rank]));
    const rankThen = new Map(after.map(({ card, rank }) => [card.number, rank]));
    return {
      at: new Date(atMs),
      before: this.edgesOf(before),
      after: this.edgesOf(after),
      entered: after.filter(({ card }) => !rankNow.has(card.number)).map(({ card }) => card),
      left: before.filter(({ card }) => !rankThen.has(card.number)).map(({ card }) => card),
      moved: after.flatMap(({ card, rank }) => {
        const from = rankNow.get(card.number);
        return from === undefined || from === rank ? [] : [{ article: card, from, to: rank }];
      }),
      refusals: refusals.map(userErrorOf),
    };
  }

  /** A preview has no further pages. */
  private edgesOf(places: readonly PreviewedPlace[]): RankedArticleEdge[] {
    return places.map((place) => new RankedArticleEdge({ ...place, cursor: () => '' }, this.timeOfDay));
  }
}
