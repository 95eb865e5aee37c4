import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  buildSchema,
  findBreakingChanges,
  type GraphQLArgument,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  parse,
  validate,
} from 'graphql';
import { printMostreadSchema } from '../../src/compose/print-schema';
import { resolverClasses } from '../../src/compose/resolver-classes';
import { buildSilentSchema } from '../../src/platform/graphql/build-schema';
import { documentLimits } from '../../src/platform/graphql/document-limits';
import { graphqlSettings } from '../../src/platform/graphql/graphql.settings';
import { QueryCosts } from '../../src/platform/graphql/query-cost';

const folder = resolve(__dirname, '../../schema');
const printed = printMostreadSchema();
const schema = buildSchema(printed);

describe('the schema', () => {
  test('is the one checked in; `npm run schema` writes it anew', () => {
    const kept = readFileSync(join(folder, 'schema.graphql'), 'utf8');
    expect(findBreakingChanges(buildSchema(kept), schema)).toEqual([]);
    expect(printed).toBe(kept);
  });

  test('describes every type, field, argument and value', () => {
    const types = Object.values(schema.getTypeMap()).filter(
      (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
    );
    const undescribed = types.flatMap((type) => [
      ...(type.description ? [] : [type.name]),
      ...partsOf(type).flatMap(([name, description]) => (description ? [] : [name])),
    ]);
    expect(undescribed).toEqual([]);
  });

  test('has connections as the Relay specification wants them', () => {
    const pageInfo = schema.getType('PageInfo');
    const fields = isObjectType(pageInfo) ? pageInfo.getFields() : {};
    expect(
      Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, String(type)])),
    ).toEqual({
      endCursor: 'String',
      hasNextPage: 'Boolean!',
      hasPreviousPage: 'Boolean!',
      startCursor: 'String',
    });
    const connections = Object.values(schema.getTypeMap()).filter(
      (type) => isObjectType(type) && type.name.endsWith('Connection'),
    );
    expect(connections.length).toBeGreaterThan(2);
    for (const connection of connections) {
      const edge = schema.getType(connection.name.replace(/Connection$/, 'Edge'));
      if (!isObjectType(connection) || !isObjectType(edge)) throw new Error(`${connection.name} has no edge`);
      expect(String(connection.getFields()['edges']?.type)).toBe(`[${edge.name}!]!`);
      expect(String(connection.getFields()['pageInfo']?.type)).toBe('PageInfo!');
      expect(String(edge.getFields()['cursor']?.type)).toBe('String!');
      expect(String(edge.getFields()['node']?.type)).toMatch(/^[A-Z]\w+!$/);
    }
  });
});

describe('operations', () => {
  const names = readdirSync(join(folder, 'operations'));

  test.each(names)('%s is valid', (name) => {
    const document = parse(readFileSync(join(folder, 'operations', name), 'utf8'));
    expect(validate(schema, document)).toEqual([]);
    const half = {
      maxDepth: graphqlSettings.maxDepth.default / 2,
      maxAliases: graphqlSettings.maxAliases.default / 2,
      maxFields: graphqlSettings.maxFields.default / 2,
      maxRootFields: graphqlSettings.maxRootFields.default / 2,
      maxDirectives: graphqlSettings.maxDirectives.default / 2,
    };
    expect(validate(schema, document, [documentLimits(half)])).toEqual([]);
  });

  test.each(names)('%s costs a twentieth of the limits at most', (name) => {
    const document = parse(readFileSync(join(folder, 'operations', name), 'utf8'));
    const costs = new QueryCosts(buildSilentSchema(resolverClasses));
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      const { points, items } = costs.costOf(document, definition, {});
      expect(points).toBeGreaterThan(0);
      expect(points).toBeLessThanOrEqual(graphqlSettings.maxCost.default / 20);
      expect(items).toBeLessThanOrEqual(graphqlSettings.maxItems.default / 20);
    }
  });
});

function partsOf(type: GraphQLNamedType): [string, string | null | undefined][] {
  if (isEnumType(type))
    return type.getValues().map(({ name, description }) => [`${type.name}.${name}`, description]);
  if (!isObjectType(type) && !isInputObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    [`${type.name}.${field.name}`, field.description],
    ...('args' in field
      ? field.args.map((argument: GraphQLArgument): [string, string | null | undefined] => [
          `${type.name}.${field.name}(${argument.name})`,
          argument.description,
        ])
      : []),
  ]);
}
