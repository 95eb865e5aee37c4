// Whether files can be written is known before an evaluation begins, and nothing is left behind or lost by asking.

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDumpOf, checkWrittenFiles } from '../../evaluate/written-files';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mostread-written-'));
  await mkdir(join(folder, 'a-folder'));
  await writeFile(join(folder, 'there.json'), 'of last week');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  { option: 'json', path: 'nowhere/x.json', why: 'its folder is not there' },
  { option: 'html', path: 'a-folder', why: 'it is a folder' },
  { option: 'dump', path: 'there.json/x.tsv', why: 'ENOTDIR' },
])('--$option $path is refused by its name: $why', async ({ option, path, why }) => {
  const whole = join(folder, path);
  await expect(checkWrittenFiles({ [option]: whole })).rejects.toThrow(
    `--${option}: ${whole} cannot be written (${why}).`,
  );
});

test('what can be written is left as it is', async () => {
  const [json, html] = ['there.json', 'new.html'].map((name) => join(folder, name));
  await checkWrittenFiles({ json: json!, html: html! });
  expect(await readFile(json!, 'utf8')).toBe('of last week');
  expect((await readdir(folder)).sort()).toEqual(['a-folder', 'there.json']);
});

test('--dump-of wants --dump, and a list that is judged', async () => {
  await expect(checkWrittenFiles({ dumpOf: 'V-SkNN' })).rejects.toThrow('Give --dump <file> as well.');
  const names = ['Mostread', 'V-SkNN'];
  expect(() => checkDumpOf('nobody', names)).toThrow(
    '--dump-of: there is no list "nobody". There are Mostread, V-SkNN.',
  );
  for (const name of [undefined, 'V-SkNN']) expect(() => checkDumpOf(name, names)).not.toThrow();
});
