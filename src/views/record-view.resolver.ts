import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { Scope } from '../accounts/scope';
import { BadUserInput } from '../platform/errors';
import { Costs } from '../platform/graphql/costs';
import type { RequestContext } from '../platform/graphql/per-request';
import { userErrorOf } from '../platform/graphql/user-error.type';
import { onBehalfOfInput } from '../visitors/on-behalf-of.input';
import { RecordViewInput } from './record-view.input';
import { RecordViewPayload, RecordViewsPayload } from './record-view.type';
import type { ReportedByClient, ViewReports } from './report-views';
import type { ViewOutcome } from './view-counter';

const VIEWS_A_BATCH_MAX = 500;

@Resolver()
export class RecordViewResolver {
  constructor(private readonly reports: ViewReports) {}

  @Authorized(Scope.VIEWS_REPORT)
  @Costs(10)
  @Mutation(() => RecordViewPayload, { description: 'Reports that an article was read.' })
  async recordView(
    @Arg('input', () => RecordViewInput, { description: 'The reading.' }) input: RecordViewInput,
    @Ctx() context: RequestContext,
  ): Promise<RecordViewPayload> {
    const [outcome] = await this.reports.record(context, [reportOf(input)]);
    if (outcome?.refusal?.retryable) throw outcome.refusal;
    return payloadOf(outcome!);
  }

  @Authorized(Scope.VIEWS_REPORT)
  @Costs(5)
  @Mutation(() => RecordViewsPayload, {
    description: `Reports up to ${VIEWS_A_BATCH_MAX} readings at once, each of which gets its outcome.`,
  })
  async recordViews(
    @Arg('inputs', () => [RecordViewInput], { description: 'The readings, in any order.' })
    inputs: RecordViewInput[],
    @Ctx() context: RequestContext,
  ): Promise<RecordViewsPayload> {
    if (inputs.length > VIEWS_A_BATCH_MAX) {
      const message = `A batch has at most ${VIEWS_A_BATCH_MAX} views; this one has ${inputs.length}.`;
      return { outcomes: [], userErrors: [userErrorOf(new BadUserInput('inputs', message))] };
    }
    const outcomes = await this.reports.record(context, inputs.map(reportOf));
    const [first] = outcomes;
    // Nothing was counted and all may be sent again as it is: one error for the batch, not five hundred.
    if (first?.refusal?.retryable && outcomes.every(({ refusal }) => refusal?.retryable)) throw first.refusal;
    return { outcomes: outcomes.map(payloadOf), userErrors: [] };
  }
}

function reportOf(input: RecordViewInput): ReportedByClient {
  return {
    visitor: input.visitor ?? undefined,
    onBehalfOf: onBehalfOfInput(input.onBehalfOf),
    referrer: input.referrer ?? undefined,
    pageUrl: input.pageUrl ?? undefined,
    report: {
      articleId: input.articleId,
      eventId: input.eventId ?? undefined,
      occurredAtMs: input.occurredAt?.getTime(),
      source: input.source ?? undefined,
      rail: input.rail ?? undefined,
      slot: input.slot ?? undefined,
      experiment: input.experiment ?? undefined,
    },
  };
}

function payloadOf({ status, views, refusal }: ViewOutcome): RecordViewPayload {
  return { status, views, userErrors: refusal === null ? [] : [userErrorOf(refusal)] };
}
