// What may stand after `npm start --`.

import { Command, CommanderError, Option } from 'commander';

export interface StartOptions {
  demoTraffic: boolean;
  quiet: boolean;
  follow: boolean;
}

const help = `
On a terminal, a line tells of each change among the first five of Popular Now until a key is pressed; elsewhere only
with --follow. Everything else is set by variables of the environment: "npm run config" lists them.

Examples:
  npm start
  npm start -- --no-demo-traffic
  PORT=8080 npm start -- --quiet`;

/** Gives the exit status instead where there is nothing to start: 0 after --help, 2 for what is not known. */
export function readStartOptions(args: readonly string[]): StartOptions | number {
  const command = new Command('npm start --')
    .usage('[options]')
    .description('Start the newsroom: its stores where none are named, and the API over them.')
    .option('--no-demo-traffic', 'no simulated readers in the demo newsroom')
    .addOption(new Option('--quiet', 'no lines about Popular Now').conflicts('follow'))
    .option('--follow', 'lines about Popular Now also where there is no terminal')
    .helpOption('-h, --help', 'say this and start nothing')
    .addHelpText('after', help)
    .exitOverride();
  try {
    const { demoTraffic, quiet = false, follow = false } = command.parse(args, { from: 'user' }).opts();
    return { demoTraffic, quiet, follow };
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}
