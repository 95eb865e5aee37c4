import { buildSchema, GraphQLError, Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import { OperationKeys } from '../../../../src/platform/graphql/live/operation-keys';

const schema = buildSchema(`
  type Query { a: Int }
  input Box { low: Int, high: Int = 9 }
  type Subscription { list(first: Int = 5, section: String, within: Box): List }
  type List { a: Int, b: Int }
`);

function keyOf(text: string, variables: Record<string, unknown> = {}, name?: string): string {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode =>
      node.kind === Kind.OPERATION_DEFINITION && (name === undefined || node.name?.value === name),
  );
  return new OperationKeys(schema).keyOf(document, operation!, variables);
}

const plain = 'subscription { list(first: 3, section: "x") { a b } }';
const fragments = 'fragment A on List { a } fragment B on List { b }';

test.each([
  { title: 'other blanks and commas', text: 'subscription{list(first:3,section:"x"){a,,b}}' },
  { title: 'comments', text: `# for you alone\n${plain.replace('a b', 'a # first\n b')}` },
  {
    title: 'another order of arguments',
    text: plain.replace('first: 3, section: "x"', 'section: "x", first: 3'),
  },
  { title: 'a name of the operation', text: plain.replace('subscription', 'subscription Mine') },
  { title: 'a text written as a block', text: plain.replace('"x"', '"""x"""') },
  { title: 'a text written in escapes', text: plain.replace('"x"', '"\\u0078"') },
])('$title make no difference', ({ text }) => {
  expect(keyOf(text)).toBe(keyOf(plain));
});

test('other operations beside it, and the order of fragments, make no difference', () => {
  const mine = 'subscription Mine { list { ...A ...B } }';
  const other = 'subscription Other { list { ...B } }';
  const [a, b] = fragments.split(/(?= fragment B)/);
  expect(keyOf(`${b} ${a} ${other} ${mine}`, {}, 'Mine')).toBe(keyOf(`${mine} ${fragments}`));
});

test.each([
  { title: 'other fields', text: 'subscription { list(first: 3, section: "x") { a } }' },
  { title: 'another order of fields', text: 'subscription { list(first: 3, section: "x") { b a } }' },
  { title: 'an alias', text: 'subscription { list(first: 3, section: "x") { a c: b } }' },
  { title: 'another value', text: 'subscription { list(first: 4, section: "x") { a b } }' },
])('$title are something else', ({ text }) => {
  expect(keyOf(text)).not.toBe(keyOf(plain));
});

describe('variables', () => {
  const text = `subscription ($first: Int = 5, $section: String, $within: Box) {
    list(first: $first, section: $section, within: $within) { a } }`;
  const reordered = `subscription ($within: Box, $section: String, $first: Int = 5) {
    list(first: $first, section: $section, within: $within) { a } }`;

  test.each([
    { title: 'their order', given: { section: 'x', first: 5, within: { high: 9, low: 1 } } },
    { title: 'a default in full or left out', given: { section: 'x', within: { low: 1 } } },
    { title: 'what is not declared', given: { section: 'x', within: { low: 1 }, more: 'for me alone' } },
  ])('$title makes no difference', ({ given }) => {
    const full = { first: 5, section: 'x', within: { low: 1, high: 9 } };
    expect(keyOf(text, given)).toBe(keyOf(text, full));
    expect(keyOf(reordered, given)).toBe(keyOf(text, full));
  });

  test('another value, null or none are something else each', () => {
    const keys = [{}, { section: null }, { section: 'x' }, { section: 'y' }].map((given) =>
      keyOf(text, given),
    );
    expect(new Set(keys).size).toBe(4);
  });

  test('one that cannot be read is told with its code', () => {
    const thrown = (() => {
      try {
        return keyOf(text, { first: 'many' });
      } catch (errors) {
        return errors as GraphQLError[];
      }
    })();
    expect(thrown).toEqual([expect.any(GraphQLError)]);
    expect((thrown as GraphQLError[])[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
