import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';

/** A validation rule: no operation nests more than `limit` fields, fragments included. */
export function depthLimit(limit: number): ValidationRule {
  return (context) => ({
    OperationDefinition(operation) {
      const depth = depthOf(operation.selectionSet, context.getDocument());
      if (depth <= limit) return;
      const name = operation.name === undefined ? 'The query' : `"${operation.name.value}"`;
      context.reportError(
        new GraphQLError(`${name} nests ${depth} fields; at most ${limit} are allowed.`, {
          nodes: operation,
        }),
      );
    },
  });
}

/** Each fragment is measured once, however often it is spread; one that spreads itself is another rule's business. */
function depthOf(operation: SelectionSetNode, document: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, number>();
  const fragmentDepth = (name: string): number => {
    const known = measured.get(name);
    if (known !== undefined) return known;
    measured.set(name, 0);
    const fragment = fragments.get(name);
    const depth = fragment === undefined ? 0 : selectionDepth(fragment.selectionSet);
    measured.set(name, depth);
    return depth;
  };
  const selectionDepth = (selections: SelectionSetNode): number => {
    let deepest = 0;
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet === undefined ? 0 : selectionDepth(selection.selectionSet);
        deepest = Math.max(deepest, below + 1);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        deepest = Math.max(deepest, selectionDepth(selection.selectionSet));
      } else {
        deepest = Math.max(deepest, fragmentDepth(selection.name.value));
      }
    }
    return deepest;
  };
  return selectionDepth(operation);
}
