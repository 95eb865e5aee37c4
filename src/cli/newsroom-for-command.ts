// What a command that changes articles works on: the newsroom that runs on this data folder, else its stores, started
// for as long as the command takes.

import { composeNewsroom, type Newsroom } from '../compose/newsroom';
import { readEnvironment } from '../compose/read-environment';
import { type Settings, settingsFrom } from '../compose/settings';
import { openStoresForCommand, type Stores } from '../compose/stores';
import { createLog, type Log } from '../platform/log/log';

export interface CommandNewsroom {
  settings: Settings;
  log: Log;
  stores: Stores;
  newsroom: Newsroom;
  close(): Promise<void>;
}

export function settingsForCommand(): { settings: Settings; log: Log } {
  const settings = settingsFrom(readEnvironment());
  return { settings, log: createLog(settings.log.level) };
}

export async function openNewsroomForCommand(tell: (line: string) => void): Promise<CommandNewsroom> {
  const { settings, log } = settingsForCommand();
  const stores = await openStoresForCommand(settings, log, tell);
  try {
    const newsroom = composeNewsroom(stores, settings, log);
    await newsroom.start();
    const close = async () => {
      await newsroom.stop();
      await stores.close();
    };
    return { settings, log, stores, newsroom, close };
  } catch (error) {
    await stores.close();
    throw error;
  }
}
