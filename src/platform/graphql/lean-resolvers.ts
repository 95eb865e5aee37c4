// type-graphql works out for every call of a resolver what it could know from the start: it sorts the parameters, looks
// for middleware, asks each argument for its class. A page calls some hundred resolvers, and that was a tenth of its
// cost. Those that need none of it are called straight; all others (rules of access, input objects, middleware) stay
// as type-graphql made them.

import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

type Metadata = ReturnType<typeof getMetadataStorage>;
type ResolverMetadata = Metadata['queries'][number] | Metadata['fieldResolvers'][number];
type Parameter = NonNullable<ResolverMetadata['params']>[number];
type Resolve = GraphQLFieldResolver<unknown, unknown>;
type Method = (...values: unknown[]) => unknown;
type Read = (source: unknown, args: Record<string, unknown>, context: unknown) => unknown;

/** `instanceOf` gives the one resolver of a class. */
export function callResolversStraight(
  schema: GraphQLSchema,
  instanceOf: (resolverClass: unknown) => object,
): void {
  const metadata = getMetadataStorage();
  const straighten = (typeName: string | undefined, resolver: ResolverMetadata, source?: unknown) => {
    const type = schema.getType(typeName ?? '');
    const field = isObjectType(type) ? type.getFields()[resolver.schemaName] : undefined;
    const resolve = field?.resolve;
    if (field === undefined || resolve === undefined || !isPlain(resolver, metadata)) return;
    field.resolve = straight(resolver, source, { instanceOf, otherwise: resolve });
  };
  for (const query of metadata.queries) straighten(schema.getQueryType()?.name, query);
  for (const resolver of metadata.fieldResolvers) {
    const source = resolver.getObjectType?.();
    const typeName = metadata.objectTypes.find(({ target }) => target === source)?.name;
    straighten(typeName, resolver, source);
  }
}

function isPlain({ roles, middlewares, params = [] }: ResolverMetadata, metadata: Metadata): boolean {
  if (roles !== undefined || (middlewares?.length ?? 0) > 0) return false;
  const inputs = new Set<unknown>(metadata.inputTypes.map(({ target }) => target));
  return params.every((parameter) => {
    if (parameter.kind === 'arg') return !inputs.has(parameter.getType());
    if (parameter.kind === 'root') return parameter.propertyName === undefined;
    return parameter.kind === 'context' && parameter.propertyName === undefined;
  });
}

interface Surroundings {
  instanceOf: (resolverClass: unknown) => object;
  /** For a source that is not of its class yet: type-graphql makes it so. */
  otherwise: Resolve;
}

function straight(
  resolver: ResolverMetadata,
  source: unknown,
  { instanceOf, otherwise }: Surroundings,
): Resolve {
  const { methodName, target } = resolver;
  const sourceClass = source as (new () => object) | undefined;
  const isOfSource = (value: unknown) => sourceClass === undefined || value instanceof sourceClass;
  const reads = [...(resolver.params ?? [])].sort((a, b) => a.index - b.index).map(readOf);
  const valuesOf = (...given: Parameters<Read>) => reads.map((read) => read(...given));

  if ('kind' in resolver && resolver.kind === 'internal') {
    return (value, args, context, info) => {
      if (!isOfSource(value)) return otherwise(value, args, context, info);
      const found = (value as Record<string, unknown>)[methodName];
      return typeof found === 'function' ? found.apply(value, valuesOf(value, args, context)) : found;
    };
  }
  let instance: Record<string, Method> | undefined;
  return (value, args, context, info) => {
    if (!isOfSource(value)) return otherwise(value, args, context, info);
    instance ??= instanceOf(target) as Record<string, Method>;
    return instance[methodName]!(...valuesOf(value, args, context));
  };
}

function readOf(parameter: Parameter): Read {
  if (parameter.kind === 'arg') return (_source, args) => args[parameter.name];
  return parameter.kind === 'root' ? (source) => source : (_source, _args, context) => context;
}
