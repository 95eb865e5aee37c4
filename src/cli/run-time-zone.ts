import { changeRollupTimeZone } from '../compose/rollups';
import { openStores } from '../compose/stores';
import { settingsForCommand } from './newsroom-for-command';

/** Alone on the data folder: a newsroom that runs there would count on by the old zone. */
export async function runTimeZone(timeZone: string): Promise<void> {
  const { settings, log } = settingsForCommand();
  const stores = await openStores(settings, log, (step) => process.stderr.write(`${step}\n`));
  try {
    const { before, now } = await changeRollupTimeZone(stores, timeZone);
    const was = before === undefined || before === now ? '' : `, and were those of ${before}`;
    process.stdout.write(
      `The days of this newsroom are those of ${now}${was}. Start every process with TIME_ZONE=${timeZone}.\n`,
    );
  } finally {
    await stores.close();
  }
}
