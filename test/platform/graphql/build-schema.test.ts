import { graphql } from 'graphql';
import { Authorized, Field, FieldResolver, ObjectType, Query, Resolver } from 'type-graphql';
import { Account, anyone } from '../../../src/accounts/account';
import { checkScopes } from '../../../src/accounts/auth-checker';
import { Role } from '../../../src/accounts/role';
import { Scope } from '../../../src/accounts/scope';
import { buildMostreadSchema } from '../../../src/platform/graphql/build-schema';

@ObjectType({ description: 'A letter to the desk.' })
class Letter {
  @Field(() => String, { description: 'For all.' })
  subject = 'the harbour';

  @Authorized(Scope.COMMENTS_MODERATE)
  @Field(() => String, { nullable: true, description: 'A plain property with a rule.' })
  sender = 'Ada';

  @Authorized(Scope.COMMENTS_MODERATE)
  @Field(() => String, { nullable: true, description: 'A getter with a rule.' })
  get address(): string {
    return 'ada@news.example';
  }

  @Authorized(Scope.COMMENTS_MODERATE)
  @Field(() => String, { nullable: true, description: 'A method with a rule.' })
  text(): string {
    return 'Dear desk';
  }
}

@Resolver(() => Letter)
class LetterResolver {
  @Query(() => Letter, { description: 'The letter.' })
  letter(): Letter {
    return new Letter();
  }

  @Authorized(Scope.COMMENTS_MODERATE)
  @FieldResolver(() => String, { nullable: true, description: 'A field of another feature with a rule.' })
  notes(): string {
    return 'answered';
  }
}

const schema = buildMostreadSchema([new LetterResolver()], checkScopes);
const editor = new Account({ kind: 'API_KEY', id: 'a', name: 'the editor', roles: [Role.EDITOR] });
const ask = (field: string, caller: Account) =>
  graphql({ schema, source: `{ letter { subject ${field} } }`, contextValue: { caller, memory: new Map() } });

describe('a rule on a field', () => {
  test.each(['sender', 'address', 'text', 'notes'])(
    'keeps those out of "%s" who lack the scope',
    async (field) => {
      const { data, errors } = await ask(field, anyone);
      expect(data).toEqual({ letter: { subject: 'the harbour', [field]: null } });
      expect(errors?.map(({ originalError }) => originalError)).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
      const allowed = await ask(field, editor);
      expect(allowed.errors).toBeUndefined();
      expect(allowed.data?.['letter']).toMatchObject({ [field]: expect.any(String) });
    },
  );

  test('leaves the other fields to be read without a closure', () => {
    const type = schema.getType('Letter') as unknown as {
      getFields(): Record<string, { resolve?: unknown }>;
    };
    expect(type.getFields()['subject']?.resolve).toBeUndefined();
    expect(type.getFields()['sender']?.resolve).toBeDefined();
  });
});
