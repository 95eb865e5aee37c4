// The sections of the articles of a log, from a file beside it: `article<TAB>section` a line.

import { readFile } from 'node:fs/promises';
import { UsageError } from '../../src/cli/usage-error';

/** @throws UsageError */
export async function readSections(path: string): Promise<Map<string, string>> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new UsageError(`--sections: ${path} cannot be read: ${error.message}.`);
  });
  const sections = new Map<string, string>();
  text.split(/\r?\n/).forEach((line, at) => {
    if (line === '') return;
    const [article, section, ...more] = line.split('\t');
    if (!article || !section || more.length > 0)
      throw new UsageError(`--sections: ${path}, line ${at + 1}: it is an article, a tab and its section.`);
    sections.set(article, section);
  });
  return sections;
}
