import type { GraphQLSchema } from 'graphql';
import { DateTimeResolver } from 'graphql-scalars';
import { type AuthChecker, buildSchemaSync, type ClassType, getMetadataStorage } from 'type-graphql';
import { callResolversStraight } from './lean-resolvers';
import { noPubSub, streamFromMethods } from './live/live-fields';
import type { RequestContext } from './per-request';

/** Answers what `@Authorized` asks: may this caller? Throws the reason when not. */
export type CheckScopes = AuthChecker<RequestContext, string>;

/** A schema whose resolvers answer: each of them is already built, with what it needs. */
export function buildMostreadSchema(resolvers: readonly object[], checkScopes: CheckScopes): GraphQLSchema {
  const built = new Map<unknown, object>(resolvers.map((resolver) => [resolver.constructor, resolver]));
  return schemaOf(
    resolvers.map((resolver) => resolver.constructor),
    (resolverClass) => {
      const resolver = built.get(resolverClass);
      if (resolver === undefined) throw new Error(`No resolver was built for ${String(resolverClass)}`);
      return resolver;
    },
    checkScopes,
  );
}

/** A schema that can be printed and validated against, and that nobody can query: no store is needed for it. */
export function buildSilentSchema(resolverClasses: readonly ResolverClass[]): GraphQLSchema {
  return schemaOf(
    resolverClasses,
    (resolverClass) => {
      throw new Error(`${String(resolverClass)} has only been named, not built`);
    },
    () => false,
  );
}

// biome-ignore lint/complexity/noBannedTypes: a class, whatever its constructor takes; that is what `constructor` is.
export type ResolverClass = Function;

function schemaOf(
  resolverClasses: readonly ResolverClass[],
  get: (resolverClass: unknown) => object,
  checkScopes: CheckScopes,
): GraphQLSchema {
  const [first, ...others] = resolverClasses;
  if (first === undefined) throw new Error('A schema needs at least one resolver');
  readFieldsPlainly();
  const schema = buildSchemaSync({
    resolvers: [first, ...others] as [ClassType, ...ClassType[]],
    container: { get },
    authChecker: checkScopes,
    pubSub: noPubSub,
    scalarsMap: [{ type: Date, scalar: DateTimeResolver }],
    // Values are checked where they are used, by name; class-validator would make every field with arguments wait.
    validate: false,
  });
  callResolversStraight(schema, { instanceOf: get, check: checkScopes });
  streamFromMethods(schema);
  describeRoots(schema);
  return schema;
}

/** type-graphql makes these two by itself, and takes no words for them. */
function describeRoots(schema: GraphQLSchema): void {
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  if (query) query.description = 'What can be asked. An error has its code in "extensions.code".';
  if (mutation) {
    mutation.description =
      'What can be done. Values that cannot be taken are named in "userErrors", and nothing is written then.';
  }
}

/**
 * type-graphql wraps the reading of each plain property in a closure of its own; without a resolver graphql-js reads it
 * itself, and a compiler of queries can put it in line. The closure is also what asks for a rule: without it, an
 * `@Authorized` on a plain property would be there to read, and nobody would be kept out.
 */
function readFieldsPlainly(): void {
  const { objectTypes, fields, authorizedFields } = getMetadataStorage();
  for (const objectType of objectTypes) objectType.simpleResolvers = true;
  for (const rule of authorizedFields) {
    const field = fields.find(({ target, name }) => target === rule.target && name === rule.fieldName);
    if (field !== undefined) field.simple = false;
  }
}
