import { Arg, Authorized, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { accountOf } from '../../accounts/account';
import { Scope } from '../../accounts/scope';
import type { Clock } from '../../platform/clock';
import { Costs } from '../../platform/graphql/costs';
import type { RequestContext } from '../../platform/graphql/per-request';
import { answerOrUserErrors } from '../../platform/graphql/user-errors';
import type { SectionTree } from '../../sections/section-tree';
import type { RuleEditor } from './edit-rules';
import { RemoveRankingRuleInput, SetRankingRuleInput, settingsOf } from './rule.input';
import { RankingRulePayload, RankingRuleType, RemoveRankingRulePayload } from './rule.type';
import type { RuleEditingRepository } from './rule-editing.repository';
import type { StoredRule } from './stored-rule';

export interface RulesResolverParts {
  editor: RuleEditor;
  rules: RuleEditingRepository;
  sections: SectionTree;
  clock: Clock;
}

@Resolver()
export class RankingRulesResolver {
  constructor(private readonly parts: RulesResolverParts) {}

  @Authorized(Scope.RANKING_WRITE)
  @Costs(50)
  @Query(() => [RankingRuleType], {
    description:
      'The rules of the ranked lists: of every list first, then of sections, then of languages; those that have ' +
      'ended too, until they are set anew or removed. Needs the scope RANKING_WRITE.',
  })
  async rankingRules(): Promise<RankingRuleType[]> {
    return (await this.parts.rules.all()).map((rule) => this.typeOf(rule));
  }

  @Authorized(Scope.RANKING_WRITE)
  @Mutation(() => RankingRulePayload, {
    description:
      'Sets the rule of every list, of a section or of a language, whole; the lists follow within a second. Where ' +
      'several reach a list, the nearest wins, field by field. Needs the scope RANKING_WRITE.',
  })
  setRankingRule(
    @Arg('input', () => SetRankingRuleInput, { description: 'The rule, and why.' })
    input: SetRankingRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<RankingRulePayload> {
    const act = async () => {
      const given = { ...input, ...settingsOf(input) };
      return { rule: this.typeOf(await this.parts.editor.set(accountOf(context), given)) };
    };
    return answerOrUserErrors(act, { rule: null });
  }

  @Authorized(Scope.RANKING_WRITE)
  @Mutation(() => RemoveRankingRulePayload, {
    description:
      'Removes a rule: its lists are again as the wider rules have them, within a second. Needs the scope ' +
      'RANKING_WRITE.',
  })
  removeRankingRule(
    @Arg('input', () => RemoveRankingRuleInput, { description: 'The rule, and why.' })
    input: RemoveRankingRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<RemoveRankingRulePayload> {
    const act = async () => ({ removedId: await this.parts.editor.remove(accountOf(context), input) });
    return answerOrUserErrors(act, { removedId: null });
  }

  private typeOf(rule: StoredRule): RankingRuleType {
    const { sections, clock } = this.parts;
    const { sectionId } = rule.scope;
    const section = sectionId === null ? undefined : sections.get(sectionId);
    return new RankingRuleType(rule, { section, nowMs: clock.nowMs() });
  }
}
