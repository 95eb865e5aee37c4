// What stands at the root of a subscription, fragments included.

import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** A valid subscription has one. */
export function rootFieldOf(operation: OperationDefinitionNode, document: DocumentNode): string {
  const first = rootSelections(operation.selectionSet, document).find(({ kind }) => kind === Kind.FIELD);
  return first?.kind === Kind.FIELD ? first.name.value : '';
}

/**
 * graphql-js follows nothing then, and fails at that by accident. The document need not be valid.
 * @throws GraphQLError
 */
export function refuseConditionsAtRoot(document: DocumentNode): void {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION || definition.operation !== 'subscription') continue;
    const conditions = rootSelections(definition.selectionSet, document)
      .flatMap(({ directives = [] }) => directives)
      .filter(({ name: { value } }) => value === 'skip' || value === 'include');
    if (conditions.length === 0) continue;
    throw new GraphQLError('What a subscription follows may not depend on @skip or @include.', {
      nodes: conditions,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  }
}

function rootSelections(
  { selections }: SelectionSetNode,
  document: DocumentNode,
  seen = new Set<string>(),
): SelectionNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return selection;
    const within =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragmentOf(selection.name.value, document, seen);
    return within === undefined
      ? selection
      : [selection, ...rootSelections(within.selectionSet, document, seen)];
  });
}

/** Once: one may spread itself. */
function fragmentOf(
  name: string,
  { definitions }: DocumentNode,
  seen: Set<string>,
): FragmentDefinitionNode | undefined {
  if (seen.has(name)) return undefined;
  seen.add(name);
  return definitions.find(
    (node): node is FragmentDefinitionNode =>
      node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name,
  );
}
