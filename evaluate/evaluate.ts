// Evaluations: what the product's lists are worth, on a log. A wrong word on the command line ends with status 2, what
// cannot be done with status 1; both with one sentence on standard error.
//   npm run evaluate -- popular [--quick] [--log FILE ...]
//   npm run evaluate -- trending [--log FILE ...]
//   npm run evaluate -- recommendations [--quick] [--log FILE ...]
//   npm run evaluate -- feedback
//   npm run evaluate -- abuse

import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { sentenceOf } from '../src/cli/sentence-of-error';
import { addAbuse } from './abuse/command';
import { addFeedback } from './feedback/command';
import { addPopular } from './popular/command';
import { addRecommendations } from './recommendations/command';
import { addTrending } from './trending/command';

const FAILED = 1;
const WRONG_USE = 2;

function program(): Command {
  const command = new Command('npm run evaluate --')
    .description('What the lists are worth, measured on a log of readers.')
    .helpCommand('help [evaluation]', 'say more about one')
    .exitOverride();
  addPopular(command);
  addTrending(command);
  addRecommendations(command);
  addFeedback(command);
  addAbuse(command);
  return command;
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
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : WRONG_USE;
      return;
    }
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exitCode = FAILED;
  }
}

void main(process.argv.slice(2));
