import { buildSchema, graphql } from 'graphql';
import { maskErrors } from '../../../src/platform/graphql/error-masking';
import { createLog } from '../../../src/platform/log/log';

const schema = buildSchema(`
  input When { at: Int, places: [Int!] }
  type Query { found(when: When!, name: String): Int }
`);
const source = 'query ($when: When!, $name: String) { found(when: $when, name: $name) }';
const mask = maskErrors(createLog('silent'));

async function maskedFor(variableValues: Record<string, unknown>) {
  const { errors = [] } = await graphql({ schema, source, variableValues });
  // As Apollo Server hands on what graphql-js says of variables.
  return errors.map((error) => mask({ ...error.toJSON(), extensions: { code: 'BAD_USER_INPUT' } }, error));
}

test.each([
  [{}, 'when'],
  [{ when: null }, 'when'],
  [{ when: { at: 'noon' } }, 'when.at'],
  [{ when: { places: [1, 'x'] } }, 'when.places[1]'],
  [{ when: { at: ' at "name"; ' } }, 'when.at'],
  [{ when: {}, name: 3 }, 'name'],
])('a variable that cannot be read is named as the field: %j', async (variables, field) => {
  const masked = await maskedFor(variables);
  expect(masked).toHaveLength(1);
  expect(masked[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field, retryable: false });
});
