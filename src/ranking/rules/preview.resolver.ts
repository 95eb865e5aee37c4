import { Arg, Authorized, Query, Resolver } from 'type-graphql';
import { Scope } from '../../accounts/scope';
import { Costs } from '../../platform/graphql/costs';
import { userErrorOf } from '../../platform/graphql/user-error.type';
import type { TimeOfDay } from '../explanation';
import { RankedArticleEdge } from '../ranked-article.type';
import { PreviewRankingRuleInput } from './preview.input';
import { type PreviewedList, RankingPreview } from './preview.type';
import type { PreviewedLists, PreviewedPlace, RulePreviews } from './preview-rule';
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
      'What ranked lists would be with a rule or placements that are not made yet; nothing is changed. At most four ' +
      'are worked out at once. ' +
      'Needs the scope RANKING_WRITE.',
  })
  async previewRankingRule(
    @Arg('input', () => PreviewRankingRuleInput, { description: 'What is to be tried.' })
    input: PreviewRankingRuleInput,
  ): Promise<RankingPreview> {
    const preview = await this.previews.preview({ ...input, ...settingsOf(input) });
    return {
      ...this.compared(preview),
      at: new Date(preview.atMs),
      others: preview.others.map((lists) => this.compared(lists)),
      refusals: preview.refusals.map(userErrorOf),
    };
  }

  private compared({ rail, before, after }: PreviewedLists): PreviewedList {
    const rankNow = new Map(before.map(({ card, rank }) => [card.number, rank]));
    const rankThen = new Map(after.map(({ card, rank }) => [card.number, rank]));
    return {
      rail,
      before: this.edgesOf(before),
      after: this.edgesOf(after),
      entered: after.filter(({ card }) => !rankNow.has(card.number)).map(({ card }) => card),
      left: before.filter(({ card }) => !rankThen.has(card.number)).map(({ card }) => card),
      moved: after.flatMap(({ card, rank }) => {
        const from = rankNow.get(card.number);
        return from === undefined || from === rank ? [] : [{ article: card, from, to: rank }];
      }),
    };
  }

  /** A preview has no further pages. */
  private edgesOf(places: readonly PreviewedPlace[]): RankedArticleEdge[] {
    return places.map((place) => new RankedArticleEdge({ ...place, cursor: () => '' }, this.timeOfDay));
  }
}
