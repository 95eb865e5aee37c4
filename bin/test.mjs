// npm test: makes the clone ready, checks style, types and structure, then runs the tests on real stores.
// What stands after "npm test --" goes on to jest. Both parts run in any case; the exit status is that of the
// first that failed.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepare, projectFolder } from './prepare.mjs';

const modules = join(projectFolder, 'node_modules');

function run(command, args) {
  const { status, signal, error } = spawnSync(command, args, { cwd: projectFolder, stdio: 'inherit' });
  if (error) throw error;
  if (signal) process.exit(130);
  return status ?? 1;
}

prepare({ tell: (step) => process.stderr.write(`  ${step}\n`), development: true });
const npm = process.env.npm_execpath;
const checked = npm?.endsWith('.js')
  ? run(process.execPath, [npm, 'run', 'check'])
  : run('npm', ['run', 'check']);
const jest = join(modules, 'jest', 'bin', 'jest.js');
const tested = run(process.execPath, [jest, '--runInBand=false', ...process.argv.slice(2)]);
if (checked !== 0) process.stderr.write('\nnpm run check has failed, see above.\n');
process.exit(checked || tested);
