// Which documents graphql-jit may run: those that it runs exactly as graphql-js would. What it answers otherwise, or
// has no answer for at all, was found by reading it and by random documents (jit-executor.random.test.ts); such
// documents are run by graphql-js, whatever they cost.

import {
  type ASTNode,
  type ASTVisitor,
  BREAK,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isNonNullType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** A compiled document holds code for every field as often as it is reached: the article page has some 200. */
const MAX_FIELDS = 1_000;

export function isCompilable(schema: GraphQLSchema, document: DocumentNode): boolean {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operation === undefined || operations.length > 1) return false;
  if (operation.operation === 'subscription' || fieldsOf(document, operation) > MAX_FIELDS) return false;
  return holdsNothingStrange(schema, document, operation);
}

/**
 * With each fragment as often as it is spread: fragments that spread others twice and so on double with every step, and
 * so would the code. Each is measured once.
 */
function fieldsOf(document: DocumentNode, operation: OperationDefinitionNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const measured = new Map<string, number>();
  const ofFragment = (name: string): number => {
    const known = measured.get(name);
    if (known !== undefined) return known;
    const fragment = fragments.get(name);
    const fields = fragment === undefined ? 0 : within(fragment.selectionSet);
    measured.set(name, fields);
    return fields;
  };
  const within = ({ selections }: SelectionSetNode): number => {
    let fields = 0;
    for (const node of selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) fields += ofFragment(node.name.value);
      else if (node.kind === Kind.INLINE_FRAGMENT) fields += within(node.selectionSet);
      else fields += 1 + (node.selectionSet === undefined ? 0 : within(node.selectionSet));
    }
    return fields;
  };
  return within(operation.selectionSet);
}

function holdsNothingStrange(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): boolean {
  const types = new TypeInfo(schema);
  let isPlain = true;
  const visitor: ASTVisitor = {
    enter(node, _key, parent) {
      if (!isStrange(node, { parent, types, operation })) return undefined;
      isPlain = false;
      return BREAK;
    },
  };
  visit(document, visitWithTypeInfo(types, visitor));
  return isPlain;
}

interface Place {
  parent: ASTNode | readonly ASTNode[] | undefined;
  types: TypeInfo;
  operation: OperationDefinitionNode;
}

function isStrange(node: ASTNode, { parent, types, operation }: Place): boolean {
  switch (node.kind) {
    // @skip and @include on fragments give fields that graphql-js leaves out, and others an order of their own.
    case Kind.DIRECTIVE:
      return true;
    case Kind.FIELD:
      // Whoever asks for the schema asks once.
      return /^__(schema|type)$/.test(node.name.value) || isAbstractType(getNamedType(types.getType()));
    case Kind.VARIABLE:
      if (isOfKind(parent, Kind.VARIABLE_DEFINITION)) return false;
      // Within a list or an object graphql-js looks at its value while it runs; compiled code takes it as it is.
      if (!isOfKind(parent, Kind.ARGUMENT)) return true;
      return isNonNullType(types.getInputType()) && mayBeNull(operation, node.name.value);
    case Kind.INT:
    case Kind.FLOAT:
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.OBJECT:
      return !isWrittenInto(types, node);
    default:
      return false;
  }
}

function isOfKind(node: Place['parent'], kind: Kind): boolean {
  return node !== undefined && 'kind' in node && node.kind === kind;
}

/** A variable with a default goes where null may not, and may be null all the same. */
function mayBeNull({ variableDefinitions }: OperationDefinitionNode, name: string): boolean {
  const definition = variableDefinitions?.find(({ variable }) => variable.name.value === name);
  return definition?.type.kind !== Kind.NON_NULL_TYPE;
}

/** A value in the document goes into the code as JSON; of a custom scalar's own objects only dates outlive that. */
function isWrittenInto(types: TypeInfo, node: ValueNode): boolean {
  const type = getNamedType(types.getInputType());
  if (!isScalarType(type) || isSpecifiedScalarType(type)) return true;
  const value: unknown = type.parseLiteral(node);
  return typeof value !== 'object' || value === null || value instanceof Date;
}
