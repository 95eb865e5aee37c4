// What the README and the other texts for users say, done: GraphQL is asked, curl is run, commands and links are looked up.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { settingGroups } from '../../src/compose/settings';
import { runMostread } from '../cli/run-mostread';
import { RunningProgram } from '../setup/running-program';
import { useStores } from '../setup/stores';
import { differences, type FencedBlock, fencedBlocksOf, jsonIn } from '../structure/fenced-blocks';

const root = join(__dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = fencedBlocksOf(readme);
const stores = useStores();
let program: RunningProgram;
/** Of the program, so that commands in a script work on the same newsroom. */
let environment: Record<string, string>;

beforeAll(async () => {
  environment = { DATABASE_URL: stores.databaseUrl, REDIS_URL: stores.redisUrl, KEY_SPACE: stores.keySpace };
  program = await RunningProgram.start({ ...environment, DEMO: 'on', DEMO_TRAFFIC: 'off' });
}, 180_000);

afterAll(() => program?.end());

const titled = (wanted: readonly FencedBlock[]) =>
  wanted.map((block) => ({ ...block, title: `line ${block.line}` }));

const queries = titled(blocks.filter(({ language }) => language === 'graphql'));
const curls = titled(blocks.filter(({ language, text }) => language === 'sh' && /\bcurl\b/.test(text)));

/** The block right behind it, if it shows an answer. */
function answerTo(line: number): string | undefined {
  const next = blocks[blocks.findIndex((block) => block.line === line) + 1];
  return next !== undefined && ['', 'json'].includes(next.language) ? next.text : undefined;
}

test('there is something to try', () => {
  expect(queries.length).toBeGreaterThan(0);
  expect(curls.length).toBeGreaterThan(0);
});

describe('a query of the README', () => {
  test.each(queries)('$title gives what is printed behind it', async ({ text, line }) => {
    const answer = await program.ask<unknown>(text);
    expect(answer.errors).toBeUndefined();
    const printed = answerTo(line);
    if (printed !== undefined) expect(differences(JSON.parse(printed), answer)).toEqual([]);
  });
});

describe('a script of the README', () => {
  test.each(curls)(
    '$title runs, and ends with what is printed behind it',
    async ({ text, line }) => {
      const printed = await runShell(text.replaceAll('localhost:4000', new URL(program.url).host));
      const answers = jsonIn(printed);
      expect(answers.length).toBeGreaterThan(0);
      const refused = answers.filter((answer) => /"(errors|userErrors)":\[\{/.test(JSON.stringify(answer)));
      expect(refused).toEqual([]);
      const shown = jsonIn(answerTo(line) ?? '');
      const last = answers.slice(answers.length - shown.length);
      expect(shown.flatMap((answer, at) => differences(answer, last[at]))).toEqual([]);
    },
    60_000,
  );
});

function runShell(script: string): Promise<string> {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let complained = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complained += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) =>
      status === 0 ? resolve(printed) : reject(new Error(`ended with ${status}:\n${printed}${complained}`)),
    );
  });
}

const texts = ['README.md', 'CONTRIBUTING.md', 'docs/operations.md', 'examples/typed-page/README.md'];

describe.each(texts)('%s', (path) => {
  const text = readFileSync(join(root, path), 'utf8');
  const lines = fencedBlocksOf(text)
    .filter(({ language }) => language === 'sh')
    .flatMap((block) => block.text.replaceAll('\\\n', ' ').split('\n'));

  test('links to what there is', () => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!.split('#', 1)[0]!);
    const missing = targets.filter(
      (target) => target !== '' && !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(path), target)),
    );
    expect(missing).toEqual([]);
  });

  test('names npm scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    const named = [...text.matchAll(/\bnpm run (?:-s )?([\w:.-]*\w)/g)].map((match) => match[1]!);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  test('sets settings that there are', () => {
    const settings = new Set(
      Object.values(settingGroups).flatMap((group) => Object.values(group).map(({ name }) => name)),
    );
    const set = lines
      .filter((line) => /\b(npm|npx|node)\b/.test(line))
      .flatMap((line) => [...line.matchAll(/(?:^|\s)([A-Z][A-Z_]+)=(?!\$\()/g)].map((match) => match[1]!));
    expect(set.filter((name) => !settings.has(name) && name !== 'NODE_ENV')).toEqual([]);
  });

  test('gives commands the options that they have', async () => {
    const commands = lines.flatMap((line) => {
      const [, words] = /\bnpx mostread ([a-z]+(?: [a-z]+)*)/.exec(line) ?? [];
      return words === undefined ? [] : [{ line, words: words.split(' ') }];
    });
    for (const { line, words } of commands) {
      const help = await runMostread(['help', words[0]!]);
      expect(`${line}: ${help.stderr}`).toBe(`${line}: `);
      const ofParts = words[1] ? (await runMostread(['help', words[0]!, words[1]])).stdout : '';
      const options = [...line.matchAll(/\s(--[a-z-]+)/g)].map((match) => match[1]!);
      expect(options.filter((option) => !`${help.stdout}${ofParts}`.includes(option))).toEqual([]);
    }
  }, 180_000);
});
