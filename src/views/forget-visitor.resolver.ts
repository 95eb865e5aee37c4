import {
  Arg,
  Authorized,
  Ctx,
  Field,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
  registerEnumType,
} from 'type-graphql';
import { accountOf } from '../accounts/account';
import { Scope } from '../accounts/scope';
import { Costs } from '../platform/graphql/costs';
import { Count } from '../platform/graphql/count.scalar';
import type { RequestContext } from '../platform/graphql/per-request';
import { UserError } from '../platform/graphql/user-error.type';
import { answerOrUserErrors } from '../platform/graphql/user-errors';
import { type ForgetVisitors, ForgottenPlace } from './forget-visitor';

registerEnumType(ForgottenPlace, {
  name: 'ForgottenPlace',
  description: 'Where something of a visitor is kept.',
  valuesConfig: {
    VIEW_STREAM: {
      description: 'The views of the last VIEW_STREAM_HOURS one by one: they stay, and name nobody.',
    },
    READING_SESSIONS: { description: 'What was read last, for You May Also Like: deleted.' },
    VIEW_CAPS: { description: 'How much was viewed in the last ten minutes: deleted.' },
    ENGAGED_READINGS: {
      description: 'For how long which article was read, which bounds engaged time: deleted.',
    },
    COMMENT_LIMITS: { description: 'How much was commented and reported in the last hour: deleted.' },
    COMMENT_REPORTS: { description: "Who has reported a comment: the report stays, and is nobody's." },
    EXCLUSIONS: { description: 'Exclusions of the views of the visitor: they stay, and name nobody.' },
  },
});

@InputType({
  description: 'A visitor, as the publisher knows it: by "visitor", or by "address" and "userAgent".',
})
export class ForgetVisitorInput {
  @Field(() => String, {
    nullable: true,
    description: 'What the site or the app calls the visitor, 1 to 200 characters.',
  })
  visitor?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The IPv4 or IPv6 address of a visitor that gives no id, in any of its spellings.',
  })
  address?: string | null;

  @Field(() => String, { nullable: true, description: 'The user agent of a visitor that gives no id.' })
  userAgent?: string | null;
}

@ObjectType({ description: 'What was found of a visitor in one place.' })
export class ForgottenInPlace {
  @Field(() => ForgottenPlace, { description: 'Where.' })
  place!: ForgottenPlace;

  @Field(() => Count, { description: 'How much: views, sessions, counts, readings, reports or exclusions.' })
  found!: number;
}

@ObjectType({ description: 'What was forgotten of a visitor.' })
export class ForgetVisitorPayload {
  @Field(() => [ForgottenInPlace], {
    description: 'Every place that was looked in, with what was found there.',
  })
  places!: ForgottenInPlace[];

  @Field(() => [String], { description: 'What cannot be found, or ends by itself, and why: for people.' })
  notes!: string[];

  @Field(() => [UserError], { description: 'Why nothing was done; else empty.' })
  userErrors!: UserError[];
}

const notes = [
  'Days before today cannot be searched: the salt that their pseudonyms were made with is gone, so that nobody, we ' +
    'included, can tell whose they were.',
  'What keeps a view from being counted twice (43 bits of a hash for each view) ends by itself within an hour, and ' +
    'what recognises a repeated report within two days.',
  'For how long which article was read on the day before, which nobody can tell any more whose it was, ends by ' +
    'itself within 49 hours of the first reading of that day.',
  'Counted views stay in the figures: they name nobody. So do the estimates of unique readers.',
  'Backups and the append-only file of Redis keep what was written to them until they are rewritten.',
];

@Resolver()
export class ForgetVisitorResolver {
  constructor(private readonly visitors: ForgetVisitors) {}

  @Authorized(Scope.VISITORS_FORGET)
  @Costs(2_000)
  @Mutation(() => ForgetVisitorPayload, {
    description:
      'Deletes what is kept of a visitor today, or takes its name out; figures stay. A pseudonym names a visitor ' +
      'until the salt of its day is deleted, 45 minutes after that day of the publisher; after that it is kept, ' +
      'whosever it was, with views for VIEW_STREAM_HOURS and in exclusions for 27 hours more. Needs the scope ' +
      'VISITORS_FORGET.',
  })
  async forgetVisitor(
    @Arg('input', () => ForgetVisitorInput, { description: 'Whom.' }) input: ForgetVisitorInput,
    @Ctx() context: RequestContext,
  ): Promise<ForgetVisitorPayload> {
    const answered = await answerOrUserErrors<
      { places: ForgottenInPlace[]; notes: string[] },
      { places: null; notes: null }
    >(
      async () => {
        const { places } = await this.visitors.forget(input, accountOf(context));
        return { places, notes: [...notes] };
      },
      { places: null, notes: null },
    );
    return { ...answered, places: answered.places ?? [], notes: answered.notes ?? [] };
  }
}
