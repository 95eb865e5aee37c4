import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildSchema, parse } from 'graphql';
import { JitExecutor } from '../../../src/platform/graphql/jit-executor';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const executor = new JitExecutor(buildSchema('type Query { echo(of: String): String }'));

function ask(text: string, times: number): WeakRef<object> {
  const document = parse(text);
  for (let time = 0; time < times; time++) {
    executor.execute({ document, operationName: undefined, variables: {}, context: {} });
  }
  return new WeakRef(document);
}

test('what has been asked for once is kept by nobody here', async () => {
  const asked = [1, 2, 3, 4, 5].map((number) => ask(`{ echo(of: "${number}") }`, 1));
  await setImmediate();
  collectGarbage();
  expect(asked.filter((document) => document.deref() !== undefined)).toEqual([]);
});

test('what has been compiled is kept, up to a million characters', () => {
  ask('{ echo(of: "short") }', 3);
  expect(executor.compiledCount()).toBe(1);
  for (const letter of 'abcdef') ask(`{ echo(of: "${letter.repeat(300_000)}") }`, 3);
  expect(executor.compiledCount()).toBe(3);
});
