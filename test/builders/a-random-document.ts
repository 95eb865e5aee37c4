// Valid documents of any schema, with variables to go with them: fields, arguments as literals and as variables,
// fragments by name and in place, aliases, repeated fields, now and then a @skip or @include.

import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

export interface RandomDocument {
  text: string;
  variables: Record<string, unknown>;
}

/** Gives a whole number from 0 to `max`. */
export type Draw = (max: number) => number;

const DEEPEST = 6;
/** Lists in lists multiply: a document of more fields could have an answer without end. */
const MOST_FIELDS = 30;
const texts = ['', 'a', 'Größe', '한국어', 'two words', '"quoted"\n', '👍'];
const scalars: Record<string, (draw: Draw) => unknown> = {
  Int: (draw) => draw(60) - 2,
  Float: (draw) => draw(60) / 7,
  Boolean: (draw) => draw(1) === 1,
  ID: (draw) => `id-${draw(9)}`,
  String: (draw) => texts[draw(texts.length - 1)],
  Count: (draw) => draw(2 ** 30),
  DateTime: (draw) => new Date(draw(2 ** 31 - 1) * 1_000).toISOString(),
  URL: (draw) => `https://example.com/${draw(9)}`,
  EmailAddress: (draw) => `reader${draw(9)}@example.com`,
};

export function aRandomDocument(schema: GraphQLSchema, draw: Draw): RandomDocument {
  return new Writer(schema, draw).document();
}

class Writer {
  private readonly fragments: string[] = [];
  private readonly declared: string[] = [];
  private readonly variables: Record<string, unknown> = {};
  private names = 0;
  private fieldsLeft = MOST_FIELDS;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly draw: Draw,
  ) {}

  document(): RandomDocument {
    const mutation = this.schema.getMutationType();
    const isMutation = mutation != null && this.chance(6);
    const root = isMutation ? mutation : this.schema.getQueryType()!;
    const selections = this.selectionsOf(root, 0);
    const declared = this.declared.length === 0 ? '' : `(${this.declared.join(', ')})`;
    const operation = `${isMutation ? 'mutation' : 'query'} Random${declared} ${selections}`;
    return { text: [operation, ...this.fragments].join('\n'), variables: this.variables };
  }

  private selectionsOf(type: GraphQLObjectType, depth: number): string {
    const fields = Object.values(type.getFields());
    const usable = depth >= DEEPEST || this.fieldsLeft < 5 ? fields.filter((field) => isLeaf(field)) : fields;
    const parts: string[] = [];
    for (let left = this.draw(4); left >= 0 && usable.length > 0 && this.fieldsLeft > 0; left--) {
      this.fieldsLeft -= 1;
      const field = usable[this.draw(usable.length - 1)]!;
      parts.push(this.fieldOf(field, depth));
    }
    if (parts.length === 0 || this.chance(8)) parts.push('__typename');
    if (this.chance(6) && depth < DEEPEST)
      parts.push(`... on ${type.name} ${this.selectionsOf(type, depth + 1)}`);
    if (this.chance(8) && depth < DEEPEST) parts.push(`...${this.fragmentOn(type, depth)}`);
    if (this.chance(40)) parts.push(`... on ${type.name} @include(if: ${this.draw(1) === 1}) { __typename }`);
    return `{ ${parts.join(' ')} }`;
  }

  private fragmentOn(type: GraphQLObjectType, depth: number): string {
    const name = this.newName('Fragment');
    this.fragments.push(`fragment ${name} on ${type.name} ${this.selectionsOf(type, depth + 1)}`);
    return name;
  }

  private fieldOf(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const args = this.argumentsOf(field.args);
    // The same field with other arguments must have another name in the answer.
    const alias = field.args.length > 0 || this.chance(5) ? `${this.newName('f')}: ` : '';
    const below = isObjectType(type) ? ` ${this.selectionsOf(type, depth + 1)}` : '';
    return `${alias}${field.name}${args}${below}`;
  }

  private argumentsOf(args: readonly GraphQLArgument[]): string {
    const given = args.flatMap((argument) => {
      const isNeeded = isNonNullType(argument.type) && argument.defaultValue === undefined;
      if (!isNeeded && this.chance(1)) return [];
      return [
        `${argument.name}: ${this.chance(1) ? this.variableFor(argument.type) : this.literal(argument.type)}`,
      ];
    });
    return given.length === 0 ? '' : `(${given.join(', ')})`;
  }

  private variableFor(type: GraphQLInputType): string {
    const name = this.newName('v');
    this.declared.push(`$${name}: ${type}`);
    if (isNonNullType(type) || this.chance(2)) this.variables[name] = this.value(type);
    return `$${name}`;
  }

  private literal(type: GraphQLInputType): string {
    return written(this.value(type), type);
  }

  private value(type: GraphQLInputType): unknown {
    if (isNonNullType(type)) return this.sample(type.ofType);
    if (this.chance(12)) return null;
    return this.sample(type);
  }

  private sample(type: GraphQLInputType): unknown {
    if (isNonNullType(type)) return this.sample(type.ofType);
    if (isListType(type)) return Array.from({ length: this.draw(2) }, () => this.value(type.ofType));
    if (isEnumType(type)) return type.getValues()[this.draw(type.getValues().length - 1)]!.name;
    if (!isInputObjectType(type)) return scalars[type.name]?.(this.draw) ?? `text ${this.draw(9)}`;
    const fields = Object.values(type.getFields()).filter(
      (field) => (isNonNullType(field.type) && field.defaultValue === undefined) || this.chance(1),
    );
    return Object.fromEntries(fields.map((field) => [field.name, this.value(field.type)]));
  }

  private newName(start: string): string {
    this.names += 1;
    return `${start}${this.names}`;
  }

  /** One in `1 + odds`. */
  private chance(odds: number): boolean {
    return this.draw(odds) === 0;
  }
}

function isLeaf(field: GraphQLField<unknown, unknown>): boolean {
  return !isCompositeType(getNamedType(field.type));
}

function written(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return written(value, type.ofType);
  if (value === null) return 'null';
  if (isListType(type)) return `[${(value as unknown[]).map((one) => written(one, type.ofType)).join(', ')}]`;
  if (isEnumType(type)) return String(value);
  if (!isInputObjectType(type)) return JSON.stringify(value);
  const fields = Object.entries(value as object).map(
    ([name, one]) => `${name}: ${written(one, type.getFields()[name]!.type)}`,
  );
  return `{${fields.join(', ')}}`;
}
