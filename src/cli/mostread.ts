// The command line. A wrong word on it ends with status 2, what cannot be done with status 1; both with one sentence
// on standard error. What a command does is loaded when it is run, so that help comes at once.

import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { projectFolder } from '../compose/project-folder';
import { WrongSettings } from '../platform/config/read-settings';
import { addConfig } from './config';
import { addExclude } from './exclude';
import { addGenerateTraffic } from './generate-traffic';
import { addImport } from './import';
import { addKey } from './key';
import { addReplay } from './replay';
import { addSchema } from './schema';
import { sentenceOf } from './sentence-of-error';
import { addStaffCookie } from './staff-cookie';
import { addTimeZone } from './time-zone';
import { UsageError } from './usage-error';
import { addWithdraw } from './withdraw';

const FAILED = 1;
const WRONG_USE = 2;

const examples = `
Examples:
  mostread import https://example.org/feed.xml --section world
  mostread import export/*.rss --dry-run
  mostread replay views.tsv --speed max --create-articles
  mostread replay views.ndjson.zst --speed 60
  mostread generate-traffic --minutes 1440 --visitors 100 > day.tsv
  mostread withdraw a-story-that-was-wrong
  mostread key create --name "the desk" --role editor

"mostread help <command>" says more about each. While "npm start" runs in this folder, import, replay at a speed,
withdraw and key work on that newsroom; else they start its stores for as long as they take.`;

function program(): Command {
  const command = new Command('mostread')
    .description('A news backend that knows what its readers are reading.')
    .version(presentVersion(), '--version', 'say which version this is')
    .helpCommand('help [command]', 'say more about a command')
    .addHelpText('after', examples)
    .showHelpAfterError('"mostread --help" shows how it is used.')
    .exitOverride();
  const commands = [
    addImport,
    addReplay,
    addGenerateTraffic,
    addWithdraw,
    addExclude,
    addKey,
    addStaffCookie,
    addTimeZone,
    addConfig,
    addSchema,
  ];
  for (const add of commands) add(command);
  return command;
}

function presentVersion(): string {
  return JSON.parse(readFileSync(join(projectFolder(), 'package.json'), 'utf8')).version;
}

async function main(args: readonly string[]): Promise<void> {
  const command = program();
  if (args.length === 0) {
    command.outputHelp();
    return;
  }
  try {
    await command.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = tell(error);
  }
}

function tell(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE;
  process.stderr.write(`${sentenceOf(error)}\n`);
  return error instanceof UsageError || error instanceof WrongSettings ? WRONG_USE : FAILED;
}

/** `mostread config | head` closes the pipe before all is said. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

void main(process.argv.slice(2));
