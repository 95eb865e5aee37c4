// The worked example of examples/typed-page: what is checked in is what its generator makes, and it runs.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnswerHasErrors, NewsClient } from '../../examples/typed-page/client';
import { ArticlePageDocument } from '../../examples/typed-page/generated/documents';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';

const api = useApi();
const root = join(__dirname, '../..');
const example = join(root, 'examples/typed-page');

beforeAll(() =>
  api.publish([
    ...Array.from({ length: 8 }, (_, index) => anArticleDraft({ number: index + 1 })),
    anArticleDraft({
      number: 20,
      slug: 'the-page',
      headline: 'The long way to the harbour',
      section: { slug: 'world', name: 'World' },
      authors: [{ name: 'Ada Lantern' }, { name: 'Bo Reed' }],
      bodyHtml: '<h2>Out</h2><p>First &amp; <em>foremost</em>.</p><p>Second.</p>',
    }),
  ]),
);

interface Printed {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** A program of the example, as its npm script starts it. */
function run(program: string, ...args: string[]): Promise<Printed> {
  const hook = join(root, 'test/setup/typescript-hook.cjs');
  const child = spawn(process.execPath, ['--require', hook, join(example, program), ...args]);
  const printed: Printed = { status: null, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    printed.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    printed.stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ ...printed, status }));
  });
}

test('the generated documents are what `npm run codegen` makes', async () => {
  const { status, stdout } = await run('generate.ts', '--print');
  expect(status).toBe(0);
  expect(readFileSync(join(example, 'generated/documents.ts'), 'utf8')).toBe(stdout);
});

test('the example prints the page of an article', async () => {
  const { status, stdout, stderr } = await run('print-page.ts', 'the-page', api.url);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain('WORLD\nThe long way to the harbour\n\nWhat story 20 is about.\n\n');
  expect(stdout).toContain(
    'By Ada Lantern and Bo Reed, 2026-01-01\n\nOut\n\nFirst & foremost.\n\nSecond.\n\n',
  );
  expect(stdout).toMatch(/\n0 views, 0 comments\n/);
  expect(stdout).toMatch(/\nPopular now\n1\. The long way to the harbour \(World\)\n2\. Story 8 /);
});

test('it says which article there is not, and what it needs', async () => {
  expect(await run('print-page.ts', 'never-written', api.url)).toMatchObject({
    status: 1,
    stderr: 'There is no article "never-written".\n',
  });
  expect(await run('print-page.ts')).toMatchObject({ status: 2, stdout: '' });
  expect(await run('print-page.ts', 'the-page', 'http://127.0.0.1:1')).toMatchObject({
    status: 1,
    stderr: 'Nothing answers there. Is "npm start" running?\n',
  });
});

test('its client asks by hash, and gives errors as errors', async () => {
  const client = new NewsClient(api.url);
  const asked: string[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = async (...args) => {
    asked.push(new URL(String(args[0])).searchParams.has('query') ? 'with document' : 'by hash');
    return original(...args);
  };
  try {
    for (let time = 0; time < 2; time++) {
      const { article } = await client.query(ArticlePageDocument, { slug: 'the-page' });
      expect(article?.headline).toBe('The long way to the harbour');
    }
    await expect(client.query(ArticlePageDocument, {})).rejects.toThrow(AnswerHasErrors);
    await expect(client.query(ArticlePageDocument, {})).rejects.toThrow(/^BAD_USER_INPUT: /);
  } finally {
    globalThis.fetch = original;
  }
  // The example has registered its document already: this process knows it.
  expect(new Set(asked)).toEqual(new Set(['by hash']));
});
