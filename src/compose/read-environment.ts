import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { projectFolder } from './project-folder';

export type Environment = Record<string, string | undefined>;

/**
 * The variables of this process over those of a file `.env` in the folder of the program, where there is one: the same
 * from wherever a command is given, as the data folder is.
 */
export function readEnvironment(
  folder: string = projectFolder(),
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
