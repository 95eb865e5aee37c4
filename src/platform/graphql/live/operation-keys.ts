// When two subscriptions are the same, however they are written: what is run for one is run for both. Blanks, comments,
// names of operations, other operations beside the one that is asked for, the order of fragments, of arguments and of
// variables, and a default that is given in full make no difference. The order of fields does: an answer keeps to it.

import { createHash } from 'node:crypto';
import {
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  print,
  separateOperations,
  visit,
} from 'graphql';
import { withCodeOfVariables } from '../told-errors';

export class OperationKeys {
  /** As long as the documents are kept by whoever parses them. */
  private readonly forms = new WeakMap<OperationDefinitionNode, string>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** Of a valid document. @throws GraphQLError[] for variables that cannot be read */
  keyOf(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): string {
    const { coerced, errors } = getVariableValues(
      this.schema,
      operation.variableDefinitions ?? [],
      variables,
    );
    if (errors !== undefined) throw errors.map(withCodeOfVariables);
    return `${this.formOf(document, operation)} ${JSON.stringify(inOrder(coerced))}`;
  }

  private formOf(document: DocumentNode, operation: OperationDefinitionNode): string {
    const known = this.forms.get(operation);
    if (known !== undefined) return known;
    const form = createHash('sha256')
      .update(print(canonical(document, operation)))
      .digest('base64');
    this.forms.set(operation, form);
    return form;
  }
}

function canonical(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const alone = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  return visit(alone, {
    [Kind.DOCUMENT]: {
      leave: (node) => ({ ...node, definitions: sorted(node.definitions) }),
    },
    [Kind.OPERATION_DEFINITION]: {
      leave: ({ name: _, ...node }) => ({ ...node, variableDefinitions: sorted(node.variableDefinitions) }),
    },
    [Kind.FIELD]: { leave: (node) => ({ ...node, arguments: sorted(node.arguments) }) },
    [Kind.DIRECTIVE]: { leave: (node) => ({ ...node, arguments: sorted(node.arguments) }) },
    [Kind.OBJECT]: { leave: (node) => ({ ...node, fields: sorted(node.fields) }) },
    [Kind.STRING]: { leave: (node) => ({ ...node, block: false }) },
  });
}

function sorted<T extends ASTNode>(nodes: readonly T[] = []): T[] {
  const texts = new Map(nodes.map((node) => [node, print(node)]));
  return [...nodes].sort((one, other) => compare(texts.get(one)!, texts.get(other)!));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  const entries = Object.entries(value).sort(([one], [other]) => compare(one, other));
  return Object.fromEntries(entries.map(([name, within]) => [name, inOrder(within)]));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
