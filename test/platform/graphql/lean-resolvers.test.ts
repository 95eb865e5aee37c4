import { execute, type GraphQLSchema, parse } from 'graphql';
import {
  Arg,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { buildMostreadSchema } from '../../../src/platform/graphql/build-schema';

@ObjectType({ description: 'A lamp' })
class Lamp {
  @Field(() => ID, { description: 'Its id' })
  id!: string;

  watts = 10;

  @Field(() => Int, { description: 'How bright' })
  get brightness(): number {
    return this.watts * 2;
  }

  @Field(() => Int, { description: 'How bright with a shade' })
  shaded(@Arg('by', () => Int, { defaultValue: 1, description: 'How much' }) by: number): number {
    return this.watts - by;
  }

  @Authorized('OWNER')
  @Field(() => Int, { nullable: true, description: 'Its price' })
  get price(): number {
    return 5;
  }
}

@InputType({ description: 'Which lamp' })
class LampInput {
  @Field(() => ID, { description: 'Its id' })
  id!: string;

  get path(): string {
    return `/lamps/${this.id}`;
  }
}

@Resolver(() => Lamp)
class LampResolver {
  constructor(private readonly prefix: string) {}

  @Query(() => Lamp, { description: 'A lamp' })
  lamp(
    @Arg('id', () => ID, { description: 'Its id' }) id: string,
    @Arg('size', () => String, { nullable: true, description: 'Its size' }) size: string | null,
  ): Lamp {
    return Object.assign(new Lamp(), { id: `${this.prefix}${id}${size ?? ''}` });
  }

  @Query(() => Lamp, { description: 'A lamp that is no object of its class yet' })
  bareLamp(): Lamp {
    return { id: 'bare', watts: 7 } as Lamp;
  }

  @Query(() => String, { description: 'Where a lamp is' })
  place(@Arg('input', () => LampInput, { description: 'Which' }) input: LampInput): string {
    return input.path;
  }

  @FieldResolver(() => String, { description: 'Who looks at it' })
  lookedAtBy(
    @Ctx() context: { name: string },
    @Arg('times', () => [Int], { description: 'When' }) times: number[],
    @Root() lamp: Lamp,
  ): string {
    return `${context.name} looks at ${lamp.id} at ${times.join(' and ')}`;
  }
}

const schema: GraphQLSchema = buildMostreadSchema([new LampResolver('lamp ')], () => false);
const ask = async (query: string) =>
  JSON.parse(
    JSON.stringify(await execute({ schema, document: parse(query), contextValue: { name: 'Ada' } })),
  );

test('arguments, context and source reach the method in the order of its parameters', async () => {
  const query = '{ lamp(id: "a") { id brightness shaded(by: 3) lookedAtBy(times: [1, 2]) } }';
  const lookedAtBy = 'Ada looks at lamp a at 1 and 2';
  expect(await ask(query)).toEqual({
    data: { lamp: { id: 'lamp a', brightness: 20, shaded: 7, lookedAtBy } },
  });
  expect(await ask('{ lamp(id: "a", size: "xl") { shaded } }')).toMatchObject({
    data: { lamp: { shaded: 9 } },
  });
});

test('a source that is no object of its class is made one', async () => {
  expect(await ask('{ bareLamp { id brightness } }')).toEqual({
    data: { bareLamp: { id: 'bare', brightness: 14 } },
  });
});

test('an input object is one of its class', async () => {
  expect(await ask('{ place(input: { id: "b" }) }')).toEqual({ data: { place: '/lamps/b' } });
});

test('a rule of access holds', async () => {
  const { data, errors } = await ask('{ lamp(id: "a") { price } }');
  expect(data).toEqual({ lamp: { price: null } });
  expect(errors).toHaveLength(1);
});
