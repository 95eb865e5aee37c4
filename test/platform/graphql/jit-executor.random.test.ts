// Random documents of the API's own schema, run by graphql-js and by the executor. The resolvers are made up: what each
// field gives (a value, a promise, null, an error, something its type refuses) follows from where it stands in the
// answer, so that both must find the same.

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { resolverClasses } from '../../../src/compose/resolver-classes';
import { buildSilentSchema } from '../../../src/platform/graphql/build-schema';
import { JitExecutor } from '../../../src/platform/graphql/jit-executor';
import { aRandomDocument, type RandomDocument } from '../../builders/a-random-document';

interface Failing {
  /** In a thousand. */
  nullable: number;
  nonNull: number;
}

const documents = 150;

/** Where an object stands in the answer. */
const place = Symbol('place');

describe('the executor answers random documents as graphql-js does', () => {
  test('where nothing that must be there is missing', async () => {
    const schema = withMadeUpAnswers(buildSilentSchema(resolverClasses), { nullable: 150, nonNull: 0 });
    const executor = new JitExecutor(schema);
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const { expected, answer } = await answerBoth(executor, schema, documentOf(schema, draw));
        // The order of the keys counts as well.
        expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected.data));
        expect(told(answer.errors)).toEqual(told(expected.errors));
      }),
      { numRuns: documents, interruptAfterTimeLimit: 20_000 },
    );
    expect(executor.compiledCount()).toBeGreaterThan(documents / 20);
  });

  // Of the errors within what has become null each tells those that it came upon.
  test('where something that must be there is missing: the data, and that there are errors', async () => {
    const schema = withMadeUpAnswers(buildSilentSchema(resolverClasses), { nullable: 80, nonNull: 30 });
    const executor = new JitExecutor(schema);
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const { expected, answer } = await answerBoth(executor, schema, documentOf(schema, draw));
        expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected.data));
        expect(told(answer.errors).length > 0).toBe(told(expected.errors).length > 0);
      }),
      { numRuns: documents, interruptAfterTimeLimit: 20_000 },
    );
  });
});

function documentOf(schema: GraphQLSchema, draw: fc.GeneratorValue): RandomDocument {
  const asked = aRandomDocument(schema, (max) => draw(fc.nat, { max }));
  expect(validate(schema, parse(asked.text))).toEqual([]);
  return asked;
}

async function answerBoth(executor: JitExecutor, schema: GraphQLSchema, { text, variables }: RandomDocument) {
  const document = parse(text);
  const expected = await execute({ schema, document, variableValues: variables, contextValue: {} });
  const ask = () => executor.execute({ document, operationName: undefined, variables, context: {} });
  let answer: ExecutionResult = await ask();
  // From the third time on the code that was made of it answers.
  for (let uses = 0; uses < 3; uses++) answer = await ask();
  return { expected, answer };
}

function told(errors: readonly GraphQLError[] | undefined): string[] {
  return (errors ?? [])
    .map(({ message, path, locations, extensions, originalError }) => {
      const origin = originalError === undefined ? 'none' : originalError.message;
      return JSON.stringify({ message, path, locations, extensions, origin });
    })
    .sort();
}

/**
 * Every second field is read from its object, the others have a resolver, and half of these take their time: where
 * something that must be there may be missing only those that may be null, for graphql-js leaves rejected promises behind
 * where a sibling has failed before (survive-rejections.ts), and a test is failed for them.
 */
function withMadeUpAnswers(schema: GraphQLSchema, failing: Failing): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const isRoot = [schema.getQueryType(), schema.getMutationType()].includes(type);
    for (const field of Object.values(type.getFields())) {
      const kind = numberOf(`${type.name}.${field.name}`) % 4;
      if (!isRoot && kind < 2 && field.args.length === 0) {
        delete field.resolve;
        continue;
      }
      field.resolve = (source: { [place]?: string } | undefined, args) => {
        const at = `${source?.[place] ?? ''}/${field.name}${inOrder(args)}`;
        const mayTakeTime = failing.nonNull === 0 || !isNonNullType(field.type);
        if (kind === 2 && mayTakeTime) return Promise.resolve().then(() => made(field.type, at, failing));
        return made(field.type, at, failing);
      };
    }
  }
  return schema;
}

/** @throws where it is the lot of this place to fail */
function made(type: GraphQLOutputType, at: string, failing: Failing): unknown {
  const lot = numberOf(at) % 1_000;
  if (isNonNullType(type)) {
    if (lot < failing.nonNull) return failed(lot, at);
    return somethingOf(type.ofType, at, failing, failing.nonNull > 0 ? 'any' : 'sound');
  }
  return lot < failing.nullable ? failed(lot, at) : somethingOf(type, at, failing);
}

function failed(lot: number, at: string): null {
  if (lot % 2 === 0) throw Object.assign(new Error(`failed at ${at}`), { extensions: { lot } });
  return null;
}

/** What its type refuses is missing too, where there must be something: `sound` leaves that out. */
function somethingOf(
  type: GraphQLOutputType,
  at: string,
  failing: Failing,
  values: 'any' | 'sound' = 'any',
): unknown {
  if (isNonNullType(type)) return somethingOf(type.ofType, at, failing, values);
  if (isListType(type)) {
    const length = numberOf(`${at} length`) % 3;
    return Array.from({ length }, (_, index) => item(type.ofType, `${at}/${index}`, failing));
  }
  if (isObjectType(type)) return objectOf(type, at, failing);
  if (isEnumType(type)) return type.getValues()[numberOf(at) % type.getValues().length]!.value;
  const seed = numberOf(at);
  const isRefused = values === 'any' && seed % 50 === 0;
  if (isRefused && type.toString() in refused) return refused[type.toString()];
  return leaves[type.toString()]?.(seed) ?? { seed };
}

/** An error in a list stands there as a value: nothing can be thrown from its middle. */
function item(type: GraphQLOutputType, at: string, failing: Failing): unknown {
  try {
    return made(type, at, failing);
  } catch (error) {
    return error;
  }
}

function objectOf(type: { getFields(): object }, at: string, failing: Failing): object {
  const object = { [place]: at };
  for (const [name, field] of Object.entries(type.getFields()) as [string, PlainField][]) {
    if (field.resolve !== undefined || field.args.length > 0) continue;
    Object.defineProperty(object, name, {
      get: () => item(field.type, `${at}/${name}`, failing),
    });
  }
  return object;
}

interface PlainField {
  type: GraphQLOutputType;
  resolve?: unknown;
  args: readonly unknown[];
}

const refused: Record<string, unknown> = { Int: 'no number', Count: -1 };

const leaves: Record<string, (seed: number) => unknown> = {
  Int: (seed) => seed % 1_000,
  Float: (seed) => seed / 8,
  Boolean: (seed) => seed % 2 === 0,
  ID: (seed) => (seed % 3 === 0 ? seed : `id ${seed}`),
  String: (seed) => `text ${seed}`,
  Count: (seed) => seed,
  DateTime: (seed) => new Date(seed * 1_000),
  URL: (seed) => `https://example.com/${seed}`,
  EmailAddress: (seed) => `reader${seed}@example.com`,
};

/** The order in which arguments are handed over is nobody's business. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

function numberOf(text: string): number {
  return createHash('sha1').update(text).digest().readUInt32BE(0) >>> 1;
}
