// The files that an evaluation writes at its end, which may be an hour away: whether they can be written is found out
// before it begins.

import { open, rm, stat } from 'node:fs/promises';
import { UsageError } from '../src/cli/usage-error';

/** What is said of it by name: --json, --html, --dump. */
export interface WrittenFiles {
  json?: string;
  html?: string;
  dump?: string;
  dumpOf?: string;
}

/** Leaves what is there as it is, and nothing where nothing was. @throws UsageError */
export async function checkWrittenFiles({ json, html, dump, dumpOf }: WrittenFiles): Promise<void> {
  if (dumpOf !== undefined && dump === undefined)
    throw new UsageError('--dump-of: says which list --dump writes. Give --dump <file> as well.');
  for (const [option, path] of Object.entries({ json, html, dump })) {
    if (path !== undefined) await checkWritten(option, path);
  }
}

/** @throws UsageError where none of those that are judged has the name */
export function checkDumpOf(dumpOf: string | undefined, names: readonly string[]): void {
  if (dumpOf === undefined || names.includes(dumpOf)) return;
  throw new UsageError(`--dump-of: there is no list "${dumpOf}". There are ${names.join(', ')}.`);
}

async function checkWritten(option: string, path: string): Promise<void> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  try {
    await (await open(path, 'a')).close();
  } catch (error) {
    throw new UsageError(
      `--${option}: ${path} cannot be written (${whyNot(error)}). Nothing has been judged yet.`,
    );
  }
  if (!isThere) await rm(path);
}

function whyNot(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'its folder is not there';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'it may not be written' : String(code);
}
