// type-graphql works out for every call of a resolver what it could know from the start: it sorts the parameters, looks
// for middleware, asks each argument for its class. A page calls some hundred resolvers, and that was a tenth of its
// cost; of an argument and of a rule of access it makes promises besides, half a dozen for a report of a view. Those
// that need none of it are called straight; all others (middleware, input classes with defaults) stay as it made them.

import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { type AuthChecker, getMetadataStorage } from 'type-graphql';

type Metadata = ReturnType<typeof getMetadataStorage>;
type ResolverMetadata = Metadata['queries'][number] | Metadata['fieldResolvers'][number];
type Parameter = NonNullable<ResolverMetadata['params']>[number];
type Resolve = GraphQLFieldResolver<unknown, unknown>;
type Method = (...values: unknown[]) => unknown;
type Read = (source: unknown, args: Record<string, unknown>, context: unknown) => unknown;

export interface Straightening {
  /** Gives the one resolver of a class. */
  instanceOf: (resolverClass: unknown) => object;
  /** Answers what `@Authorized` asks. */
  check: AuthChecker<never, string>;
}

export function callResolversStraight(schema: GraphQLSchema, { instanceOf, check }: Straightening): void {
  const metadata = getMetadataStorage();
  const inputs = plainInputsOf(metadata);
  const straighten = (typeName: string | undefined, resolver: ResolverMetadata, source?: unknown) => {
    const type = schema.getType(typeName ?? '');
    const field = isObjectType(type) ? type.getFields()[resolver.schemaName] : undefined;
    const resolve = field?.resolve;
    if (field === undefined || resolve === undefined || !isPlain(resolver, inputs)) return;
    const straightened = straight(resolver, source, { instanceOf, inputs, otherwise: resolve });
    field.resolve = guarded(straightened, resolver.roles, { check: check as Check, otherwise: resolve });
  };
  for (const mutation of metadata.mutations) straighten(schema.getMutationType()?.name, mutation);
  for (const query of metadata.queries) straighten(schema.getQueryType()?.name, query);
  for (const resolver of metadata.fieldResolvers) {
    const source = resolver.getObjectType?.();
    const typeName = metadata.objectTypes.find(({ target }) => target === source)?.name;
    straighten(typeName, resolver, source);
  }
}

function isPlain({ middlewares, params = [] }: ResolverMetadata, inputs: Inputs): boolean {
  if ((middlewares?.length ?? 0) > 0) return false;
  return params.every((parameter) => {
    if (parameter.kind === 'arg' || parameter.kind === 'args')
      return parameter.validateFn === undefined && inputs.get(parameter.getType()) !== null;
    if (parameter.kind === 'root') return parameter.propertyName === undefined;
    return parameter.kind === 'context' && parameter.propertyName === undefined;
  });
}

type Check = (data: object, roles: readonly string[]) => boolean | Promise<boolean>;

/** What the check does not allow at once, type-graphql refuses in its own way. */
function guarded(
  resolve: Resolve,
  roles: readonly string[] | undefined,
  { check, otherwise }: { check: Check; otherwise: Resolve },
): Resolve {
  if (roles === undefined) return resolve;
  return (root, args, context, info) =>
    check({ root, args, context, info }, roles) === true
      ? resolve(root, args, context, info)
      : otherwise(root, args, context, info);
}

type Convert = (value: unknown) => unknown;
/** Of each class of inputs or arguments; null for those whose objects type-graphql must make. */
type Inputs = ReadonlyMap<unknown, Convert | null>;

function plainInputsOf({ inputTypes, argumentTypes }: Metadata): Inputs {
  const byClass: InputClasses = new Map([...inputTypes, ...argumentTypes].map((one) => [one.target, one]));
  const converts = new Map<unknown, Convert | null>();
  const convertOf = (type: unknown, within: readonly unknown[]): Convert | null | undefined => {
    if (!byClass.has(type)) return undefined;
    const known = converts.get(type);
    if (known !== undefined) return known;
    // One that holds its own kind is left to type-graphql.
    if (within.includes(type)) return null;
    const fields = fieldsOf(type, byClass);
    const inner = fields?.map(({ name, getType }): InnerField => {
      return { name, convert: convertOf(getType(), [...within, type]) };
    });
    const inputClass = type as new () => object;
    const isPlainClass =
      inner !== undefined &&
      Object.values(new inputClass()).every((value) => value === undefined) &&
      inner.every(({ convert }) => convert !== null);
    const convert = isPlainClass ? intoObjectsOf(inputClass, inner) : null;
    converts.set(type, convert);
    return convert;
  };
  for (const type of byClass.keys()) convertOf(type, []);
  return converts;
}

type InputClasses = ReadonlyMap<unknown, Metadata['inputTypes'][number]>;
type FieldMetadata = NonNullable<Metadata['inputTypes'][number]['fields']>[number];

/** Its own and those that it inherits; undefined where it inherits from a class that has none. */
function fieldsOf(type: unknown, byClass: InputClasses): FieldMetadata[] | undefined {
  const fields = new Map<string, FieldMetadata>();
  for (let at = type; at !== Function.prototype; at = Object.getPrototypeOf(at)) {
    const known = byClass.get(at);
    if (known === undefined) return undefined;
    for (const field of known.fields ?? []) if (!fields.has(field.name)) fields.set(field.name, field);
  }
  return [...fields.values()];
}

interface InnerField {
  name: string;
  /** Of an input object; absent for plain values. */
  convert: Convert | null | undefined;
}

/** What was not given is not there, as type-graphql has it. */
function intoObjectsOf(inputClass: new () => object, fields: readonly InnerField[]): Convert {
  const convert = (value: unknown): unknown => {
    if (value === null || value === undefined) return value;
    if (Array.isArray(value)) return value.map(convert);
    const made: Record<string, unknown> = Object.create(inputClass.prototype);
    for (const field of fields) {
      const given = (value as Record<string, unknown>)[field.name];
      if (given !== undefined) made[field.name] = field.convert ? field.convert(given) : given;
    }
    return made;
  };
  return convert;
}

interface Surroundings {
  instanceOf: (resolverClass: unknown) => object;
  inputs: Inputs;
  /** For a source that is not of its class yet: type-graphql makes it so. */
  otherwise: Resolve;
}

function straight(
  resolver: ResolverMetadata,
  source: unknown,
  { instanceOf, inputs, otherwise }: Surroundings,
): Resolve {
  const { methodName, target } = resolver;
  const sourceClass = source as (new () => object) | undefined;
  const isOfSource = (value: unknown) => sourceClass === undefined || value instanceof sourceClass;
  const reads = [...(resolver.params ?? [])]
    .sort((a, b) => a.index - b.index)
    .map((parameter) => readOf(parameter, inputs));
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

function readOf(parameter: Parameter, inputs: Inputs): Read {
  if (parameter.kind === 'root') return (source) => source;
  if (parameter.kind !== 'arg' && parameter.kind !== 'args') return (_source, _args, context) => context;
  const convert = inputs.get(parameter.getType());
  if (parameter.kind === 'args') return (_source, args) => convert!(args);
  const { name } = parameter;
  return convert ? (_source, args) => convert(args[name]) : (_source, args) => args[name];
}
