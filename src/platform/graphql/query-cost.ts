// What a query may cost, worked out before it runs. Lists in lists multiply: three pages of 200 within each other are
// eight million articles, and the limit of depth would let them pass. So each field has a price in points (one, if it
// declares none), a list multiplies what stands in it by its `first`, and what all its lists could give together is
// counted beside. Both are bounds, not forecasts.
//
// Everything that no variable decides is summed up once for each document (query-price.ts); for the article page
// nothing is left to do but to compare two numbers.

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
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  type ValueNode,
} from 'graphql';
import { OF_PAGE, POINTS } from './costs';
import { MAX_FIRST } from './page-arguments';
import { amountUnder, Price, type Times, type Variables } from './query-price';

const POINTS_BY_DEFAULT = 1;
/** What a query asks for first must be looked for: by its name in memory, or in a store. */
const POINTS_OF_A_QUERY = 10;
/** A mutation writes, in a transaction, and is told to others. */
const POINTS_OF_A_MUTATION = 50;

/** Lists that have no `first` (authors, tags, sections) are short; this many stand for them. */
const SHORT_LIST = 5;

export interface QueryCost {
  points: number;
  /** Of all lists together. */
  items: number;
}

/** For one schema; documents are kept by whoever parses them, and their prices as long as they are. */
export class QueryCosts {
  private readonly prices = new WeakMap<OperationDefinitionNode, Price>();

  constructor(private readonly schema: GraphQLSchema) {}

  costOf(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): QueryCost {
    let price = this.prices.get(operation);
    if (price === undefined) {
      price = new Pricing(this.schema, document, operation).price();
      this.prices.set(operation, price);
    }
    return amountUnder(price, variables);
  }
}

type OuterType = GraphQLNamedType | undefined;
type AnyField = GraphQLField<unknown, unknown>;

class Pricing {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly priced = new Map<string, Price>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    }
  }

  price(): Price {
    const root = this.schema.getRootType(this.operation.operation) ?? undefined;
    const price = new Price();
    this.addSelection(price, this.operation.selectionSet, root);
    return price;
  }

  private addSelection(price: Price, { selections }: SelectionSetNode, type: OuterType): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) this.addField(price, selection, type);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) price.add(this.fragment(selection.name.value));
      else {
        const condition = selection.typeCondition?.name.value;
        this.addSelection(
          price,
          selection.selectionSet,
          condition === undefined ? type : this.schema.getType(condition),
        );
      }
    }
  }

  private addField(price: Price, node: FieldNode, type: OuterType): void {
    const field = fieldOf(type, node.name.value);
    if (field === undefined) return;
    const isMutation = type !== undefined && type === this.schema.getMutationType();
    const points = pointsOf(field, isMutation ? POINTS_OF_A_MUTATION : this.byDefault(type));
    const batch = isMutation ? this.lengthOfInput(node, field) : undefined;
    if (batch === undefined) price.points += points;
    else price.addList(batch, new Price(points - 1));
    if (node.selectionSet === undefined) return;
    const within = new Price();
    this.addSelection(within, node.selectionSet, getNamedType(field.type));
    const times = batch === undefined ? this.timesOf(node, field) : undefined;
    if (times === undefined) price.add(within);
    else price.addList(times, within);
  }

  private byDefault(type: OuterType): number {
    const isQuery = type !== undefined && type === this.schema.getQueryType();
    return isQuery ? POINTS_OF_A_QUERY : POINTS_BY_DEFAULT;
  }

  /** Each fragment is priced once, however often it is spread: spreads of spreads grow without bound. */
  private fragment(name: string): Price {
    const known = this.priced.get(name);
    if (known !== undefined) return known;
    const price = new Price();
    const fragment = this.fragments.get(name);
    if (fragment === undefined) return price;
    this.addSelection(price, fragment.selectionSet, this.schema.getType(fragment.typeCondition.name.value));
    this.priced.set(name, price);
    return price;
  }

  /** How many items the field's list may have; undefined when it is none. */
  private timesOf(node: FieldNode, field: AnyField): Times | undefined {
    const argument = field.args.find(({ name }) => name === 'first');
    if (argument !== undefined) {
      const value = node.arguments?.find(({ name }) => name.value === 'first')?.value;
      const byDefault = Number(argument.defaultValue ?? 0);
      return this.numberIn(value, byDefault);
    }
    const isOfPage = node.name.value === 'edges' || field.extensions[OF_PAGE] === true;
    const isPlainList = isListType(getNullableType(field.type)) && !isOfPage;
    return isPlainList ? SHORT_LIST : undefined;
  }

  private numberIn(value: ValueNode | undefined, byDefault: number): Times {
    if (value?.kind === Kind.INT) return pageOf(Number(value.value));
    if (value?.kind !== Kind.VARIABLE) return byDefault;
    const name = value.name.value;
    const definition = this.operation.variableDefinitions?.find(
      ({ variable }) => variable.name.value === name,
    );
    const own =
      definition?.defaultValue?.kind === Kind.INT ? Number(definition.defaultValue.value) : undefined;
    return (variables) => {
      const given = variables[name] ?? own;
      return typeof given === 'number' ? pageOf(given) : byDefault;
    };
  }

  /** Of a mutation that takes a list: it does its work once for each of them. */
  private lengthOfInput(node: FieldNode, field: AnyField): Times | undefined {
    const list = field.args.find(({ type }) => isListType(getNullableType(type)));
    const value = node.arguments?.find(({ name }) => name.value === list?.name)?.value;
    if (value?.kind === Kind.LIST) return value.values.length;
    if (value?.kind !== Kind.VARIABLE) return undefined;
    const name = value.name.value;
    return (variables) => (Array.isArray(variables[name]) ? variables[name].length : 1);
  }
}

function fieldOf(type: OuterType, name: string): AnyField | undefined {
  if (name === '__schema') return SchemaMetaFieldDef;
  if (name === '__type') return TypeMetaFieldDef;
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function pointsOf(field: AnyField, byDefault: number): number {
  const declared = field.extensions[POINTS];
  return typeof declared === 'number' ? declared : byDefault;
}

/** What the field itself will refuse gives nothing, and its own error says more. */
function pageOf(first: number): number {
  return first > 0 && first <= MAX_FIRST ? first : 0;
}
