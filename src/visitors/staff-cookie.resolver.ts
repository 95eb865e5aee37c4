import { Arg, Authorized, Field, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Scope } from '../accounts/scope';
import { BadUserInput, type MostreadError } from '../platform/errors';
import { UserError, userErrorOf } from '../platform/graphql/user-error.type';
import type { StaffCookies } from './staff-cookie';
import { NoStaffCookies } from './visitors.errors';

const KEEP_DAYS_MAX = 365;
const DAY_SECONDS = 24 * 3_600;

@ObjectType({ description: 'A cookie by which the staff is known wherever it reads; it names nobody.' })
export class IssueStaffCookiePayload {
  @Field(() => String, {
    nullable: true,
    description:
      "The cookie's name, for the publisher's site to set on its whole domain, Secure and HttpOnly.",
  })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'Its value: when it ends, and a signature.' })
  value!: string | null;

  @Field(() => Date, { nullable: true, description: 'From when on it is worth nothing.' })
  expiresAt!: Date | null;

  @Field(() => [UserError], { description: 'Why there is none; else empty.' })
  userErrors!: UserError[];
}

@Resolver()
export class StaffCookieResolver {
  constructor(private readonly cookies: StaffCookies) {}

  @Authorized(Scope.ARTICLES_WRITE)
  @Mutation(() => IssueStaffCookiePayload, {
    description:
      'Makes a staff cookie: views of a browser that sends it are counted apart. Needs the scope ARTICLES_WRITE.',
  })
  issueStaffCookie(
    @Arg('keepDays', () => Int, {
      defaultValue: 30,
      description: `For how many days it holds, 1 to ${KEEP_DAYS_MAX}.`,
    })
    keepDays: number,
  ): IssueStaffCookiePayload {
    if (keepDays < 1 || keepDays > KEEP_DAYS_MAX) {
      return refused(new BadUserInput('keepDays', `A staff cookie holds 1 to ${KEEP_DAYS_MAX} days.`));
    }
    const cookie = this.cookies.issue(keepDays * DAY_SECONDS);
    return cookie === undefined ? refused(new NoStaffCookies()) : { ...cookie, userErrors: [] };
  }
}

function refused(error: MostreadError): IssueStaffCookiePayload {
  return { name: null, value: null, expiresAt: null, userErrors: [userErrorOf(error)] };
}
