import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/** Of the largest operation of a document each, fragments included; directives of the whole document. */
export interface DocumentShape {
  depth: number;
  aliases: number;
  rootFields: number;
  /** The most fields in one selection. */
  widest: number;
  directives: number;
}

interface SelectionShape {
  depth: number;
  aliases: number;
  fields: number;
  widest: number;
}

const empty: SelectionShape = { depth: 0, aliases: 0, fields: 0, widest: 0 };

export function shapeOf(document: DocumentNode): DocumentShape {
  return new Measuring(document).shape();
}

class Measuring {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly measured = new Map<string, SelectionShape>();
  private directives = 0;

  constructor(private readonly document: DocumentNode) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    }
  }

  shape(): DocumentShape {
    const shape: DocumentShape = { depth: 0, aliases: 0, rootFields: 0, widest: 0, directives: 0 };
    for (const definition of this.document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragment(definition.name.value);
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      this.note(definition);
      for (const variable of definition.variableDefinitions ?? []) this.note(variable);
      const { depth, aliases, fields, widest } = this.selection(definition.selectionSet);
      shape.depth = Math.max(shape.depth, depth);
      shape.aliases = Math.max(shape.aliases, aliases);
      shape.rootFields = Math.max(shape.rootFields, fields);
      shape.widest = Math.max(shape.widest, widest);
    }
    return { ...shape, directives: this.directives };
  }

  private selection({ selections }: SelectionSetNode): SelectionShape {
    const shape = { ...empty };
    for (const selection of selections) {
      this.note(selection);
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet === undefined ? empty : this.selection(selection.selectionSet);
        shape.depth = Math.max(shape.depth, below.depth + 1);
        shape.aliases += below.aliases + (selection.alias === undefined ? 0 : 1);
        shape.fields += 1;
        shape.widest = Math.max(shape.widest, below.widest);
        continue;
      }
      const beside =
        selection.kind === Kind.INLINE_FRAGMENT
          ? this.selection(selection.selectionSet)
          : this.fragment(selection.name.value);
      shape.depth = Math.max(shape.depth, beside.depth);
      shape.aliases += beside.aliases;
      shape.fields += beside.fields;
      shape.widest = Math.max(shape.widest, beside.widest);
    }
    shape.widest = Math.max(shape.widest, shape.fields);
    return shape;
  }

  /** One that spreads itself is another rule's business. */
  private fragment(name: string): SelectionShape {
    const known = this.measured.get(name);
    if (known !== undefined) return known;
    this.measured.set(name, empty);
    const fragment = this.fragments.get(name);
    if (fragment === undefined) return empty;
    this.note(fragment);
    const shape = this.selection(fragment.selectionSet);
    this.measured.set(name, shape);
    return shape;
  }

  private note(node: { readonly directives?: readonly unknown[] }): void {
    this.directives += node.directives?.length ?? 0;
  }
}
