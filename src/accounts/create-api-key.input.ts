import { Field, InputType } from 'type-graphql';
import { Role } from './role';
import { Scope } from './scope';

@InputType({ description: 'An API key to be created.' })
export class CreateApiKeyInput {
  @Field(() => String, {
    description: 'What it is for, in up to 100 characters: "the site", "import from the agency".',
  })
  name!: string;

  @Field(() => Role, { description: 'The role of whoever sends it.' })
  role!: Role;

  @Field(() => [Scope], {
    nullable: true,
    description: 'Only these of what the role has; left out, all of it, whatever it will have.',
  })
  scopes?: Scope[] | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it ends by itself, at most ten years from now; left out, when it is revoked.',
  })
  expiresAt?: Date | null;
}
