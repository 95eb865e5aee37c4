import { type Command, InvalidArgumentError } from 'commander';
import type { ExcludeOptions } from './run-exclude';

const help = `
Views of the time from --from to before --to, for which all of --source, --rail, --slot, --visitor and --article hold
that are given; at least one is needed. Totals, series and lists follow within seconds, in every running process.

Examples:
  mostread exclude --article a-story --from 2026-11-25T10:00Z --to 2026-11-25T10:30Z --reason "one script" --dry-run
  mostread exclude --visitor 3kY0sPq1ZxW8a_-b --from 2026-11-25T00:00Z --to 2026-11-25T11:12:13Z --reason "a bot"
  mostread exclude --take-back 019ab0c2-7e7c-7bd4-9d2f-0a4c5b9a3f11 --reason "the readers were real"`;

export function addExclude(program: Command): void {
  program
    .command('exclude')
    .description('take a proven burst of views out of the figures, or put it back')
    .option('--from <time>', 'views from this time on, such as 2026-11-25T10:00Z', readTime)
    .option('--to <time>', 'views before this time, at most now', readTime)
    .option('--source <source>', 'only views from direct, search, social, internal, rail or other', upperCase)
    .option(
      '--rail <rail>',
      'only clicks on popular-now, you-may-also-like, must-reads, latest or trending',
      upperCase,
    )
    .option('--slot <number>', 'only clicks on this place of the rail', Number)
    .option('--visitor <pseudonym>', 'only views of this visitor of a day')
    .option('--article <article>', 'only views of this article, by its id or slug')
    .option('--reason <text>', 'why: it stays in the audit log')
    .option('--take-back <id>', 'let the views of this exclusion count again')
    .option('--dry-run', 'only say what would be taken out')
    .addHelpText('after', help)
    .action(async (options: ExcludeOptions) => {
      const { runExclude } = require('./run-exclude') as typeof import('./run-exclude');
      await runExclude(options);
    });
}

const upperCase = (written: string): string => written.trim().toUpperCase().replaceAll('-', '_');

const withZone = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

function readTime(written: string): Date {
  const at = new Date(written);
  if (withZone.test(written) && !Number.isNaN(at.getTime())) return at;
  throw new InvalidArgumentError(
    'It is a time with its zone, such as 2026-11-25T10:00Z or 2026-11-25T11:00+01:00.',
  );
}
