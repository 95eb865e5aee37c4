import { Field, InputType } from 'type-graphql';
import type { OnBehalfOf } from './on-behalf-of';

@InputType({
  description:
    "The visitor for whom a publisher's own server reports: what it has sent to that server. Nothing of this " +
    'is kept. ' +
    'Taken only from callers with the scope VIEWS_REPORT_FOR_OTHERS.',
})
export class OnBehalfOfInput {
  @Field(() => String, { description: "The visitor's IPv4 or IPv6 address." })
  clientIp!: string;

  @Field(() => String, {
    description: "The visitor's User-Agent, at most 1,000 characters; an empty one is a bot's.",
  })
  userAgent!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the visitor has sent Sec-GPC: 1 or DNT: 1.',
  })
  asksForPrivacy?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'The Sec-Purpose header, if there was one: what a browser loads ahead is no view.',
  })
  secPurpose?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The value of the cookie mostread_staff, if there was one.',
  })
  staffCookie?: string | null;
}

export function onBehalfOfInput(input: OnBehalfOfInput | null | undefined): OnBehalfOf | undefined {
  if (!input) return undefined;
  const { clientIp, userAgent, asksForPrivacy, secPurpose, staffCookie } = input;
  return {
    ...{ clientIp, userAgent },
    asksForPrivacy: asksForPrivacy ?? false,
    secPurpose: secPurpose ?? undefined,
    staffCookie: staffCookie ?? undefined,
  };
}
