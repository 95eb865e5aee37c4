import type { Command } from 'commander';
import type { ImportOptions } from './run-import';

const help = `
What becomes what:
  The same feed twice adds nothing; an item that has changed is updated. Items are known by the feed and their id (else
  their link, else their title and date).
  Section: --section, else a section of its own, named like the feed. Categories become tags.
  Language: --language, else the item's, else the feed's, without the country; "und" where nobody says.
  Text: the whole text where the feed has it, else the summary. Pictures stay where they are.
  Date: an item with no date, a wrong one or one to come is dated by its first import.

Examples:
  mostread import https://example.org/rss --section world
  mostread import export/*.xml.gz --language ko --dry-run`;

export function addImport(program: Command): void {
  program
    .command('import')
    .description('bring in the articles of RSS and Atom feeds')
    .argument('<feed...>', 'files or addresses; gzip is unpacked')
    .option('--section <name>', 'the section for all of them, by slug or by a name for a new one')
    .option('--language <code>', 'the language of all of them, such as en or ko')
    .option('--dry-run', 'read and count, write nothing')
    .option('--allow-private', 'fetch from private and local addresses too')
    .addHelpText('after', help)
    .action(async (places: string[], options: ImportOptions) => {
      const { runImport } = require('./run-import') as typeof import('./run-import');
      process.exitCode = await runImport(places, options);
    });
}
