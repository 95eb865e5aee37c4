import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { Scope } from '../accounts/scope';
import { BadUserInput } from '../platform/errors';
import { Costs } from '../platform/graphql/costs';
import type { RequestContext } from '../platform/graphql/per-request';
import { userErrorOf } from '../platform/graphql/user-error.type';
import type { ActivityOutcome } from '../views/activity-report';
import { onBehalfOfInput } from '../visitors/on-behalf-of.input';
import {
  engagementOutcome,
  impressionOutcome,
  RecordEngagementPayload,
  RecordImpressionsPayload,
} from './activity.type';
import type { EngagedTime } from './engaged-time';
import { RecordEngagementInput } from './engaged-time.input';
import type { Impressions } from './impressions';
import { RecordImpressionsInput } from './impressions.input';

const HEARTBEATS_A_BATCH_MAX = 500;
const RAILS_A_BATCH_MAX = 50;

@Resolver()
export class RecordActivityResolver {
  constructor(
    private readonly engagedTime: EngagedTime,
    private readonly impressions: Impressions,
  ) {}

  @Authorized(Scope.VIEWS_REPORT)
  @Costs(5)
  @Mutation(() => RecordEngagementPayload, {
    description:
      `Reports up to ${HEARTBEATS_A_BATCH_MAX} heartbeats of readers. Counted are the seconds, and once for each ` +
      'visitor, article and day of the publisher that there was a reading with any; of who asks not to be followed ' +
      '(Sec-GPC, DNT) once for each hour, since nothing of such a reading is kept for longer.',
  })
  async recordEngagement(
    @Arg('inputs', () => [RecordEngagementInput], { description: 'The heartbeats, in any order.' })
    inputs: RecordEngagementInput[],
    @Ctx() context: RequestContext,
  ): Promise<RecordEngagementPayload> {
    const tooMany = tooManyOf(inputs, HEARTBEATS_A_BATCH_MAX, 'heartbeats');
    if (tooMany) return { outcomes: [], userErrors: [userErrorOf(tooMany)] };
    const reports = inputs.map(reportOf);
    const outcomes = await this.engagedTime.record(context, reports);
    throwIfAllMayBeSentAgain(outcomes);
    return { outcomes: outcomes.map(engagementOutcome), userErrors: [] };
  }

  @Authorized(Scope.VIEWS_REPORT)
  @Costs(5)
  @Mutation(() => RecordImpressionsPayload, {
    description:
      `Reports up to ${RAILS_A_BATCH_MAX} rails that readers have seen, each article once for its place ` +
      'and event id.',
  })
  async recordImpressions(
    @Arg('inputs', () => [RecordImpressionsInput], { description: 'The rails, in any order.' })
    inputs: RecordImpressionsInput[],
    @Ctx() context: RequestContext,
  ): Promise<RecordImpressionsPayload> {
    const tooMany = tooManyOf(inputs, RAILS_A_BATCH_MAX, 'rails');
    if (tooMany) return { outcomes: [], userErrors: [userErrorOf(tooMany)] };
    const reports = inputs.map(reportOf);
    const outcomes = await this.impressions.record(context, reports);
    throwIfAllMayBeSentAgain(outcomes.flat());
    return { outcomes: outcomes.map((ofRail) => ofRail.map(impressionOutcome)), userErrors: [] };
  }
}

/** Whoever it is from and whenever it happened, in the words of the counters; the rest of the input as it is. */
function reportOf<Input extends RecordEngagementInput | RecordImpressionsInput>({
  visitor,
  onBehalfOf,
  occurredAt,
  ...input
}: Input) {
  return {
    ...input,
    visitor: visitor ?? undefined,
    onBehalfOf: onBehalfOfInput(onBehalfOf),
    occurredAtMs: occurredAt?.getTime(),
  };
}

function tooManyOf(inputs: readonly unknown[], max: number, what: string): BadUserInput | undefined {
  if (inputs.length <= max) return undefined;
  return new BadUserInput('inputs', `A batch has at most ${max} ${what}; this one has ${inputs.length}.`);
}

/** Nothing was counted and all may be sent again as it is: one error for the batch. */
function throwIfAllMayBeSentAgain(outcomes: readonly ActivityOutcome[]): void {
  const [first] = outcomes;
  if (first?.refusal?.retryable && outcomes.every(({ refusal }) => refusal?.retryable)) throw first.refusal;
}
