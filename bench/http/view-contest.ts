// recordView beside bare Fastify that takes in the same report.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contest } from './contest';
import { ServerProcess } from './server-process';
import { reportBodies } from './what-is-asked';

export type Start = (starting: Promise<ServerProcess>) => Promise<ServerProcess>;

export interface ViewContestParts {
  api: ServerProcess;
  articleIds: readonly string[];
  headers: Readonly<Record<string, string>>;
  /** For what the floor answers. */
  folder: string;
  start: Start;
}

export async function viewContest(parts: ViewContestParts): Promise<Contest> {
  const { api, articleIds, headers, folder, start } = parts;
  const bodies = reportBodies(articleIds);
  const answer = await api.ask(bodies[0]!.replace('[<id>]', 'the first'), headers);
  const { data } = JSON.parse(answer) as { data: { recordView: { status: string } } };
  if (data.recordView.status !== 'COUNTED') throw new Error(`recordView answers ${answer}`);
  const answerFile = join(folder, 'view.json');
  await writeFile(answerFile, answer);
  const reports = {
    name: 'Fastify, POST',
    server: await start(ServerProcess.floor('reports', answerFile)),
    bodies,
  };
  await mustAnswer(reports.server, { body: bodies[0]!, wanted: answer, headers });
  return {
    title: 'recordView, one a request',
    ours: { name: 'Mostread', server: api, bodies },
    floors: [reports],
    reach: { floor: reports.name, ratio: 0.3 },
  };
}

export async function mustAnswer(
  server: ServerProcess,
  { body, wanted, headers }: { body: string; wanted: string; headers: Readonly<Record<string, string>> },
): Promise<void> {
  const answer = await server.ask(body, headers);
  if (answer.trim() !== wanted.trim()) throw new Error(`A floor answers otherwise: ${answer.slice(0, 300)}`);
}
