import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';

export type Environment = Record<string, string | undefined>;

/** The variables of this process over those of a file `.env` in `folder`, where there is one. */
export function readEnvironment(
  folder: string = process.cwd(),
  variables: Readonly<Environment> = process.env,
): Environment {
  return { ...readFile(join(folder, '.env')), ...variables };
}

function readFile(path: string): Environment {
  try {
    return parse(readFileSync(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
