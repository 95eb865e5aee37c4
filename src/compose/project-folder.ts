import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The folder of package.json: the clone, whether the code runs from src/ or compiled from dist/. */
export function projectFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

/** What KNOWN_DOCUMENTS says, as seen from the folder of the program. */
export function knownDocumentsFolder(setting: string): string {
  return resolve(projectFolder(), setting);
}
