import { type Command, InvalidArgumentError } from 'commander';

const help = `
The first start keeps the zone of TIME_ZONE for all processes, since its midnights make the days, and with them the
pseudonyms of visitors. Stop every process before it is changed, and start them with TIME_ZONE set to the new one. Once
quarters of an hour have been added up to hours and days (ROLLUP_SLICE_DAYS), it cannot be changed any more.

Example:
  mostread time-zone Asia/Seoul`;

export function addTimeZone(program: Command): void {
  program
    .command('time-zone')
    .description("change the publisher's time zone, as long as no figures have been added up by the old one")
    .argument('<zone>', 'such as Europe/Oslo or Asia/Seoul', readTimeZone)
    .addHelpText('after', help)
    .action(async (timeZone: string) => {
      const { runTimeZone } = require('./run-time-zone') as typeof import('./run-time-zone');
      await runTimeZone(timeZone);
    });
}

function readTimeZone(written: string): string {
  const { isTimeZone } =
    require('../visitors/visitors.settings') as typeof import('../visitors/visitors.settings');
  if (isTimeZone(written)) return written;
  throw new InvalidArgumentError('It is the name of a time zone, such as Europe/Oslo or Asia/Seoul.');
}
