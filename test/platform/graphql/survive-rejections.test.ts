import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { transformFile } from '@swc/core';

// A query that graphql-js answers while a promise of it is still pending: `slow` of the first item rejects after `bad`
// of the second has thrown.
const crash = (survive: string) => `
const { buildSchema, execute, parse } = require('graphql');
${survive}
const schema = buildSchema('type Query { items: [Item!]! } type Item { slow: Int! bad: Int! }');
const later = () => new Promise((_, reject) => setTimeout(() => reject(new Error('too late')), 50));
const items = [{ slow: later, bad: 1 }, { slow: 1, bad: () => { throw new Error('bad'); } }];
const answer = execute({ schema, document: parse('{ items { slow bad } }'), rootValue: { items } });
setTimeout(() => console.log('alive', typeof answer), 200);
`;

describe('surviveRejections', () => {
  const projectFolder = resolve(__dirname, '../../..');
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(projectFolder, 'node_modules/.survive-'));
    const source = join(projectFolder, 'src/platform/graphql/survive-rejections.ts');
    const { code } = await transformFile(source, {
      configFile: join(projectFolder, '.swcrc'),
      sourceMaps: false,
    });
    await writeFile(join(folder, 'survive.js'), code);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function run(survive: string): Promise<{ code: number; output: string }> {
    const script = join(folder, 'script.js');
    await writeFile(script, crash(survive));
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [script]);
      return { code: 0, output: stdout };
    } catch (error) {
      return { code: (error as { code: number }).code, output: '' };
    }
  }

  test('keeps the process up where a query would end it', async () => {
    expect(await run('')).toMatchObject({ code: 1 });
    const survive = `
      const log = { error: ({ count }, words) => console.log(count, words) };
      require('./survive.js').surviveRejections(process, log);
    `;
    const { code, output } = await run(survive);
    expect(code).toBe(0);
    expect(output).toContain('1 a promise was rejected and nobody waited for it');
    expect(output).toContain('alive');
  });
});
