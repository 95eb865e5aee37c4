import { execute, type GraphQLSchema, parse } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
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

@InputType({ description: 'A change of a lamp' })
class LampChange {
  @Field(() => Int, { nullable: true, description: 'How bright' })
  watts?: number | null;

  @Field(() => Date, { nullable: true, description: 'From when on' })
  from?: Date | null;
}

@InputType({ description: 'Lamps and what is to change' })
class Changes {
  @Field(() => [LampInput], { description: 'Which' })
  lamps!: LampInput[];
}

@InputType({ description: 'A dimmer' })
abstract class Dimmer {
  @Field(() => Int, { description: 'How far', nullable: true })
  by?: number | null;

  get words(): string {
    return `${this.by}`;
  }
}

@InputType({ description: 'A dimmer of a lamp' })
class LampDimmer extends Dimmer {
  @Field(() => ID, { description: 'Its lamp' })
  lamp!: string;
}

@ArgsType()
class Search {
  @Field(() => LampInput, { nullable: true, description: 'Which' })
  input?: LampInput | null;

  @Field(() => Int, { defaultValue: 3, description: 'How many' })
  first!: number;

  get words(): string {
    return `${this.first} from ${this.input?.path}`;
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

  @Query(() => String, { description: 'Where lamps are' })
  places(@Arg('inputs', () => [LampInput], { description: 'Which' }) inputs: LampInput[]): string {
    return inputs.map(({ path }) => path).join(' ');
  }

  @Query(() => String, { description: 'Where lamps are that stand in another object' })
  placesWithin(@Arg('changes', () => Changes, { description: 'Which' }) { lamps }: Changes): string {
    return lamps.map(({ path }) => path).join(' ');
  }

  @Query(() => String, { description: 'How far a lamp is dimmed' })
  dimmed(@Arg('input', () => LampDimmer, { description: 'Which' }) { lamp, words }: LampDimmer): string {
    return `${lamp} by ${words}`;
  }

  @Query(() => String, { description: 'What is sought' })
  sought(@Args(() => Search) search: Search): string {
    return search.words;
  }

  @Authorized('OWNER', 'TENANT')
  @Mutation(() => String, { nullable: true, description: 'Changes a lamp' })
  change(
    @Arg('to', () => LampChange, { nullable: true, description: 'To what' }) to:
      | LampChange
      | null
      | undefined,
  ): string {
    return to ? JSON.stringify({ to, isNamed: 'watts' in to, isDate: to.from instanceof Date }) : `${to}`;
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

let checked: unknown[] = [];
let isAllowed: boolean | Promise<boolean> | Error = false;
const schema: GraphQLSchema = buildMostreadSchema([new LampResolver('lamp ')], ({ args, context }, roles) => {
  checked.push([args, context, roles]);
  if (isAllowed instanceof Error) throw isAllowed;
  return isAllowed;
});
const contextValue = { name: 'Ada' };
const ask = async (query: string) =>
  JSON.parse(JSON.stringify(await execute({ schema, document: parse(query), contextValue })));
beforeEach(() => {
  checked = [];
  isAllowed = false;
});

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

test('so is each of a list, and one within another', async () => {
  expect(await ask('{ places(inputs: [{ id: "b" }, { id: "c" }]) }')).toEqual({
    data: { places: '/lamps/b /lamps/c' },
  });
  expect(await ask('{ placesWithin(changes: { lamps: [{ id: "b" }] }) }')).toEqual({
    data: { placesWithin: '/lamps/b' },
  });
});

test('and one that inherits fields, and arguments that are an object together', async () => {
  expect(await ask('{ dimmed(input: { lamp: "b", by: 2 }) }')).toEqual({ data: { dimmed: 'b by 2' } });
  expect(await ask('{ dimmed(input: { lamp: "b" }) }')).toEqual({ data: { dimmed: 'b by undefined' } });
  expect(await ask('{ sought }')).toEqual({ data: { sought: '3 from undefined' } });
  expect(await ask('{ sought(first: 5, input: { id: "b" }) }')).toEqual({
    data: { sought: '5 from /lamps/b' },
  });
});

test.each([
  { field: 'dimmed', args: { input: { lamp: 'b', by: 2 } }, found: 'b by 2' },
  { field: 'sought', args: { first: 5, input: { id: 'b' } }, found: '5 from /lamps/b' },
])('nothing waits for those of $field', ({ field, args, found }) => {
  const { resolve } = schema.getQueryType()!.getFields()[field]!;
  expect(resolve!(undefined, args, contextValue, {} as never)).toBe(found);
});

test('nothing waits for one within another', () => {
  const { resolve } = schema.getQueryType()!.getFields().placesWithin!;
  const answer = resolve!(undefined, { changes: { lamps: [{ id: 'b' }] } }, contextValue, {} as never);
  expect(answer).toBe('/lamps/b');
});

test('what was not given is not there, and null is null', async () => {
  isAllowed = true;
  const given = async (to: string) => (await ask(`mutation { change${to} }`)).data.change;
  expect(await given('')).toBe('undefined');
  expect(await given('(to: null)')).toBe('null');
  expect(JSON.parse(await given('(to: {})'))).toEqual({ to: {}, isNamed: false, isDate: false });
  expect(JSON.parse(await given('(to: { watts: null, from: "2026-01-02T00:00:00Z" })'))).toEqual({
    to: { watts: null, from: '2026-01-02T00:00:00.000Z' },
    isNamed: true,
    isDate: true,
  });
});

describe('a rule of access of a mutation', () => {
  const change = () => ask('mutation { change(to: {}) }');

  test('is asked with arguments, context and what it wants, and lets through', async () => {
    isAllowed = true;
    expect((await change()).errors).toBeUndefined();
    expect(checked).toEqual([[{ to: {} }, contextValue, ['OWNER', 'TENANT']]]);
  });

  test.each([
    { what: 'no', answer: false, words: /Access denied/ },
    { what: 'no, later', answer: Promise.resolve(false), words: /Access denied/ },
    { what: 'its own words', answer: new Error('Not you'), words: /Not you/ },
  ])('keeps out whom it answers with $what', async ({ answer, words }) => {
    isAllowed = answer;
    const { data, errors } = await change();
    expect(data).toEqual({ change: null });
    expect(errors).toMatchObject([{ message: expect.stringMatching(words) }]);
  });

  test('lets through what is allowed later', async () => {
    isAllowed = Promise.resolve(true);
    expect((await change()).errors).toBeUndefined();
  });
});
