import { type OperationDefinitionNode, parse } from 'graphql';
import { refuseBadLiterals, refuseBadVariables } from '../../../src/platform/graphql/text-input';

const long = 'x'.repeat(2_001);
const query = operationsOf('query ($of: String) { tagged(by: $of) }')[0];
const mutation = operationsOf('mutation ($of: String) { write(it: $of) }')[0];

function operationsOf(text: string): OperationDefinitionNode[] {
  return parse(text).definitions as OperationDefinitionNode[];
}

describe('a text that is far too long for a query', () => {
  test('is refused where it stands in a variable, by its path', () => {
    expect(() => refuseBadVariables({ filter: { tags: ['a', long] } }, query)).toThrow(
      '"filter.tags[1]" has 2001 characters; in a query a text may have 2000.',
    );
    expect(() => refuseBadVariables({ of: 'x'.repeat(2_000) }, query)).not.toThrow();
  });

  test('is refused where it stands in the document, by its argument', () => {
    const document = parse(`{ tagged(by: "${long}") }`);
    const [operation] = document.definitions as OperationDefinitionNode[];
    for (let time = 0; time < 2; time++) {
      expect(() => refuseBadLiterals(document, operation)).toThrow('"by" has 2001 characters');
    }
  });

  test('is not taken because the same document writes it', () => {
    const document = parse(`query Q { tagged(by: "${long}") } mutation M { write(it: "${long}") }`);
    const [reads, writes] = document.definitions as OperationDefinitionNode[];
    expect(() => refuseBadLiterals(document, writes)).not.toThrow();
    expect(() => refuseBadLiterals(document, reads)).toThrow('has 2001 characters');
  });

  test('may be written', () => {
    expect(() => refuseBadVariables({ of: 'x'.repeat(1_000_000) }, mutation)).not.toThrow();
  });
});

test('what is no text is refused whatever is asked', () => {
  for (const operation of [query, mutation]) {
    expect(() => refuseBadVariables({ of: 'a\0' }, operation)).toThrow('contains a NUL character');
    expect(() => refuseBadVariables({ of: { in: ['\ud800'] } }, operation)).toThrow('half of a surrogate');
  }
});
