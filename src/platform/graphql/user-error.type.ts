import { Field, ObjectType } from 'type-graphql';
import type { MostreadError } from '../errors';

@ObjectType({ description: 'Something in the arguments of a mutation that its caller can put right.' })
export class UserError {
  @Field(() => String, { description: 'Stable and upper case: what to branch on.' })
  code!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The argument that was wrong; null when it is none in particular.',
  })
  field!: string | null;

  @Field(() => String, { description: 'What was wrong and what may be given, in English, for people.' })
  message!: string;
}

export function userErrorOf(error: MostreadError): UserError {
  return { code: error.code, field: error.field ?? null, message: error.message };
}
