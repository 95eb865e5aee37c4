// Lists in lists multiply: three pages of 200 within each other are eight million articles, and the depth limit would
// let them pass. So a query is refused before it runs when the pages it asks for could give too many items in all. The
// sum is worked out from the query and its variables alone; it is a bound, not a forecast.

import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { MostreadError } from '../errors';
import { MAX_FIRST } from './page-arguments';

/** Lists that have no `first` (authors, tags, sections) are short; this many stand for them. */
const SHORT_LIST = 5;

export class QueryTooLarge extends MostreadError {
  readonly code = 'QUERY_TOO_LARGE';

  constructor({ items, maxItems }: { items: number; maxItems: number }) {
    super(
      `The query could give ${items} items of lists; at most ${maxItems} are allowed. Ask for smaller pages.`,
    );
  }
}

export interface SizedQuery {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
}

/** @throws QueryTooLarge */
export function refuseLargeQuery(query: SizedQuery, maxItems: number): void {
  const items = new QuerySize(query).items();
  if (items > maxItems) throw new QueryTooLarge({ items, maxItems });
}

class QuerySize {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly measured = new Map<string, number>();

  constructor(private readonly query: SizedQuery) {
    for (const definition of query.document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    }
  }

  items(): number {
    const { schema, operation } = this.query;
    return this.itemsIn(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
  }

  private itemsIn(selections: SelectionSetNode, type: GraphQLNamedType | undefined): number {
    let items = 0;
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) items += this.itemsOf(selection, type);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) items += this.itemsOfFragment(selection.name.value);
      else
        items += this.itemsIn(
          selection.selectionSet,
          this.narrowed(type, selection.typeCondition?.name.value),
        );
    }
    return items;
  }

  private itemsOf(node: FieldNode, type: GraphQLNamedType | undefined): number {
    if (node.selectionSet === undefined || !(isObjectType(type) || isInterfaceType(type))) return 0;
    const field = type.getFields()[node.name.value];
    if (field === undefined) return 0;
    const within = this.itemsIn(node.selectionSet, getNamedType(field.type));
    const first = this.firstOf(node, field);
    if (first !== undefined) return first * (1 + within);
    const isPlainList = isListType(getNullableType(field.type)) && node.name.value !== 'edges';
    return isPlainList ? SHORT_LIST * (1 + within) : within;
  }

  /** Each fragment is measured once, however often it is spread: spreads of spreads grow without bound. */
  private itemsOfFragment(name: string): number {
    const known = this.measured.get(name);
    if (known !== undefined) return known;
    const fragment = this.fragments.get(name);
    if (fragment === undefined) return 0;
    const items = this.itemsIn(
      fragment.selectionSet,
      this.narrowed(undefined, fragment.typeCondition.name.value),
    );
    this.measured.set(name, items);
    return items;
  }

  private narrowed(type: GraphQLNamedType | undefined, condition?: string): GraphQLNamedType | undefined {
    return condition === undefined ? type : this.query.schema.getType(condition);
  }

  private firstOf(node: FieldNode, field: GraphQLField<unknown, unknown>): number | undefined {
    const argument = field.args.find(({ name }) => name === 'first');
    if (argument === undefined) return undefined;
    const value = node.arguments?.find(({ name }) => name.value === 'first')?.value;
    const given =
      value?.kind === Kind.VARIABLE
        ? (this.query.variables[value.name.value] ?? this.defaultOf(value.name.value))
        : value?.kind === Kind.INT
          ? Number(value.value)
          : undefined;
    if (typeof given !== 'number') return Number(argument.defaultValue ?? 0);
    // What the field itself will refuse gives nothing, and its own error says more.
    return given > 0 && given <= MAX_FIRST ? given : 0;
  }

  private defaultOf(variable: string): number | undefined {
    const definition = this.query.operation.variableDefinitions?.find(
      (candidate) => candidate.variable.name.value === variable,
    );
    return definition?.defaultValue?.kind === Kind.INT ? Number(definition.defaultValue.value) : undefined;
  }
}
