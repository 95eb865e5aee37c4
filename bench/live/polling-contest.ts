// Polling beside bare Fastify that answers 304 to one constant tag.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contest } from '../http/contest';
import { ServerProcess } from '../http/server-process';
import type { Start } from '../http/view-contest';
import { type PolledPage, poll } from './polled-page';

export interface PollingContestParts {
  api: ServerProcess;
  page: PolledPage;
  /** For what the floor answers. */
  folder: string;
  start: Start;
}

export async function pollingContest({ api, page, folder, start }: PollingContestParts): Promise<Contest> {
  const { search, headers } = page;
  const { 'if-none-match': _ours, ...plain } = headers;
  const { text } = await poll(`${api.url}${search}`, plain);
  const answerFile = join(folder, 'list.json');
  await writeFile(answerFile, text);
  const floor = await start(ServerProcess.floor('unchanged', answerFile));
  const { tag } = await poll(`${floor.url}${search}`, plain);
  const unchanged = {
    name: 'Fastify, 304',
    server: floor,
    bodies: [],
    search,
    headers: { ...headers, 'if-none-match': tag },
  };
  return {
    title: `popularNow polled, 304 (${text.length} characters left out)`,
    ours: { name: 'Mostread', server: api, bodies: [], search, headers },
    floors: [unchanged],
    reach: { floor: unchanged.name, ratio: 0.5 },
  };
}
