import { Arg, Authorized, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { accountOf } from '../accounts/account';
import { Scope } from '../accounts/scope';
import type { Clock } from '../platform/clock';
import { BadUserInput } from '../platform/errors';
import { answerForOneAlone } from '../platform/graphql/cache-policy';
import { Costs } from '../platform/graphql/costs';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { RequestContext } from '../platform/graphql/per-request';
import { answerOrUserErrors } from '../platform/graphql/user-errors';
import { settingsOf } from '../ranking/rules/rule.input';
import { BUCKETS, isBucket, variantOf } from './buckets';
import type { ExperimentEditor } from './edit-experiments';
import type { Experiment } from './experiment';
import { AdoptVariantBInput, StartExperimentInput, StopExperimentInput } from './experiment.input';
import { ExperimentPayload, ExperimentType, ExperimentVariant } from './experiment.type';
import type { ExperimentResults } from './experiment-result';
import { ExperimentResultType } from './experiment-result.type';
import type { ExperimentsRepository } from './experiments.repository';
import type { ExperimentsKeeper } from './experiments-keeper';

export interface ExperimentsResolverParts {
  editor: ExperimentEditor;
  experiments: ExperimentsRepository;
  keeper: ExperimentsKeeper;
  results: ExperimentResults;
  /** Whether whoever sends these headers may be part of an experiment. */
  mayFollow: (headers: RequestContext['headers']) => boolean;
  clock: Clock;
}

@Resolver(() => ExperimentType)
export class ExperimentsResolver {
  constructor(private readonly parts: ExperimentsResolverParts) {}

  @Query(() => [ExperimentVariant], {
    description:
      'Which variants readers of a bucket see of the rails that are being tested; empty where nothing is, and for ' +
      'readers who ask not to be followed (Sec-GPC, DNT). A client draws its bucket once, at random, and keeps it; ' +
      'the same bucket sees the same variant as long as an experiment runs.',
  })
  experimentVariants(
    @Arg('bucket', () => Int, { description: `A whole number from 0 to ${BUCKETS - 1}.` }) bucket: number,
    @Ctx() context: RequestContext,
  ): ExperimentVariant[] {
    if (!isBucket(bucket)) {
      throw new BadUserInput(
        'bucket',
        `"bucket" is ${bucket}; it is a whole number from 0 to ${BUCKETS - 1}.`,
      );
    }
    // A cache knows only the bucket, and not who asks not to be followed.
    answerForOneAlone(context);
    if (!this.parts.mayFollow(context.headers)) return [];
    return this.parts.keeper.running().map((one) => ({
      rail: one.rail,
      experimentId: one.id,
      variant: variantOf(one, bucket),
      until: new Date(one.untilMs),
    }));
  }

  @Authorized(Scope.RANKING_WRITE)
  @Costs(50)
  @Query(() => [ExperimentType], {
    description: 'The experiments, at most 500, those that begin last first. Needs the scope RANKING_WRITE.',
  })
  async experiments(): Promise<ExperimentType[]> {
    return (await this.parts.experiments.all()).map((one) => this.typeOf(one));
  }

  @Authorized(Scope.RANKING_WRITE)
  @Costs(10)
  @Query(() => ExperimentType, {
    nullable: true,
    description: 'One experiment; null where there is none of this id. Needs the scope RANKING_WRITE.',
  })
  async experiment(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<ExperimentType | null> {
    const known = readUuid(id);
    const found = known === undefined ? undefined : await this.parts.experiments.byId(known);
    return found === undefined ? null : this.typeOf(found);
  }

  @Authorized(Scope.RANKING_WRITE)
  @Costs(50)
  @FieldResolver(() => ExperimentResultType, {
    description: 'What it has shown so far, a few seconds old. Needs the scope RANKING_WRITE.',
  })
  async result(@Root() { experiment }: ExperimentType): Promise<ExperimentResultType> {
    return new ExperimentResultType(await this.parts.results.of(experiment));
  }

  @Authorized(Scope.RANKING_WRITE)
  @Mutation(() => ExperimentPayload, {
    description:
      'Starts a test of two settings of a rail, now or later; one at a time on a rail. Both variants are ranked ' +
      'beside each other from then on. Needs the scope RANKING_WRITE.',
  })
  startExperiment(
    @Arg('input', () => StartExperimentInput, {
      description: 'What is tested, on how many, how long, and why.',
    })
    input: StartExperimentInput,
    @Ctx() context: RequestContext,
  ): Promise<ExperimentPayload> {
    const given = { ...input, b: { ...input.b, ...settingsOf(input.b) } };
    return this.act(() => this.parts.editor.start(accountOf(context), given));
  }

  @Authorized(Scope.RANKING_WRITE)
  @Mutation(() => ExperimentPayload, {
    description:
      'Ends an experiment: all readers see A again, within a second. Needs the scope RANKING_WRITE.',
  })
  stopExperiment(
    @Arg('input', () => StopExperimentInput, { description: 'Which, and why.' }) input: StopExperimentInput,
    @Ctx() context: RequestContext,
  ): Promise<ExperimentPayload> {
    return this.act(() => this.parts.editor.stop(accountOf(context), input));
  }

  @Authorized(Scope.RANKING_WRITE)
  @Mutation(() => ExperimentPayload, {
    description:
      'Makes B the rule of every list of the rail and ends the experiment, where it has not ended by itself: all ' +
      'readers see B, within a second. Needs the scope RANKING_WRITE.',
  })
  adoptVariantB(
    @Arg('input', () => AdoptVariantBInput, { description: 'Which, and why.' }) input: AdoptVariantBInput,
    @Ctx() context: RequestContext,
  ): Promise<ExperimentPayload> {
    return this.act(() => this.parts.editor.adopt(accountOf(context), input));
  }

  private act(work: () => Promise<Experiment>): Promise<ExperimentPayload> {
    return answerOrUserErrors(async () => ({ experiment: this.typeOf(await work()) }), { experiment: null });
  }

  private typeOf(one: Experiment): ExperimentType {
    return new ExperimentType(one, this.parts.clock.nowMs());
  }
}
