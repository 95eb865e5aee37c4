// Which field needs which scope, read from what type-graphql was told; and a request for any field, made from the schema.

import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import { scopesOfAnyone } from '../../src/accounts/role';

/** By "Type.field", the scopes of which a caller needs one. Ask after the schema has been built. */
export function rulesByField(schema: GraphQLSchema): Map<string, readonly string[]> {
  const storage = getMetadataStorage();
  const rules = new Map<string, readonly string[]>();
  const note = (type: string, fields: readonly { schemaName: string; roles?: unknown[] }[] | undefined) => {
    for (const { schemaName, roles } of fields ?? []) {
      if (roles !== undefined) rules.set(`${type}.${schemaName}`, roles.map(String));
    }
  };
  note('Query', storage.queries);
  note('Mutation', storage.mutations);
  note('Subscription', storage.subscriptions);
  for (const { name, fields } of [...storage.objectTypes, ...storage.interfaceTypes]) note(name, fields);
  return new Map([...rules].filter(([name]) => hasField(schema, name)));
}

function hasField(schema: GraphQLSchema, name: string): boolean {
  const [typeName = '', fieldName = ''] = name.split('.');
  const type = schema.getType(typeName);
  return (isObjectType(type) || isInterfaceType(type)) && fieldName in type.getFields();
}

export function isForAnyone(rule: readonly string[] | undefined): boolean {
  return rule === undefined || rule.some((scope) => (scopesOfAnyone as readonly string[]).includes(scope));
}

/** Every field that a request without a credential can come to, as "Type.field". */
export function publicFields(schema: GraphQLSchema, rules: ReadonlyMap<string, readonly string[]>): string[] {
  const found = new Set<string>();
  const types = ['Query', 'Mutation', 'Subscription'];
  for (let at = 0; at < types.length; at += 1) {
    const type = schema.getType(types[at]!);
    const further: string[] = [];
    if (isUnionType(type)) further.push(...type.getTypes().map(({ name }) => name));
    if (isInterfaceType(type)) further.push(...schema.getPossibleTypes(type).map(({ name }) => name));
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        if (!isForAnyone(rules.get(`${type.name}.${field.name}`))) continue;
        found.add(`${type.name}.${field.name}`);
        further.push(getNamedType(field.type).name);
      }
    }
    types.push(...further.filter((name) => !types.includes(name)));
  }
  return [...found].sort();
}

/** A request for one field of a root type, with the least that its arguments take. */
export function requestFor(
  kind: 'query' | 'mutation',
  field: GraphQLField<unknown, unknown>,
): { query: string; variables: Record<string, unknown> } {
  const needed = field.args.filter(
    ({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined,
  );
  const declared = needed.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const given = needed.map(({ name }) => `${name}: $${name}`).join(', ');
  const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
  return {
    query: `${kind} ${declared && `(${declared})`} { ${field.name}${given && `(${given})`} ${selection} }`,
    variables: Object.fromEntries(needed.map(({ name, type }) => [name, leastValue(type)])),
  };
}

const valuesOfScalars: Record<string, unknown> = {
  Boolean: true,
  Count: 1,
  Date: '2030-01-01',
  DateTime: '2030-01-01T00:00:00.000Z',
  EmailAddress: 'someone@news.example',
  Float: 1,
  ID: '01890000-0000-7000-8000-000000000000',
  Int: 1,
  JSONObject: {},
  String: 'something',
  URL: 'https://news.example/something',
};

function leastValue(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return leastValue(type.ofType);
  if (isListType(type)) return [leastValue(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) && field.defaultValue === undefined,
    );
    return Object.fromEntries(needed.map((field) => [field.name, leastValue(field.type)]));
  }
  if (!(type.name in valuesOfScalars))
    throw new Error(`Say in valuesOfScalars what a ${type.name} looks like`);
  return valuesOfScalars[type.name];
}
