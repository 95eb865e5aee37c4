import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { refuseConditionsAtRoot, rootFieldOf } from '../../../../src/platform/graphql/live/root-field';

test.each([
  'subscription { a: list { b } }',
  'subscription { ... { ... on Subscription { list { b } } } }',
  'fragment F on Subscription { list { b } } subscription { ...F }',
])('the root of %s is "list"', (text) => {
  const document = parse(text);
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  expect(rootFieldOf(operation as OperationDefinitionNode, document)).toBe('list');
  expect(() => refuseConditionsAtRoot(document)).not.toThrow();
});

test.each([
  'subscription { list @skip(if: true) { b } }',
  'subscription ($x: Boolean!) { ... @include(if: $x) { list { b } } }',
  'fragment F on Subscription { list @include(if: false) { b } } subscription { ...F }',
  'fragment F on Subscription { list { b } } subscription { ...F @skip(if: false) }',
  'fragment F on Subscription { ...F list @skip(if: true) { b } } subscription { ...F ...F }',
])('%s is refused', (text) => {
  expect(() => refuseConditionsAtRoot(parse(text))).toThrow('may not depend on @skip or @include');
});

test.each([
  'subscription { list { b @skip(if: true) } }',
  'query { list @skip(if: true) { b } }',
  'fragment F on Subscription { ...F } subscription { ...F ...Nowhere }',
])('%s is not its matter', (text) => {
  expect(() => refuseConditionsAtRoot(parse(text))).not.toThrow();
});
