// The program: reads the configuration, starts everything, says where it is, and stops everything on Ctrl-C.

import 'reflect-metadata';
import { type Application, startApplication } from './compose/application';
import { readEnvironment } from './compose/read-environment';
import { settingsFrom } from './compose/settings';
import { systemClock } from './platform/clock';
import { MostreadError } from './platform/errors';
import { surviveRejections } from './platform/graphql/survive-rejections';
import { createLog, type Log } from './platform/log/log';

const print = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const startedMs = systemClock.nowMs();
  const settings = settingsFrom(readEnvironment());
  const log = createLog(settings.log.level);
  surviveRejections(process, log);
  const stopping = stopOnSignals(log);
  const application = await startApplication({ settings, log, progress: (step) => print(`  ${step}`) });
  stopping.application = application;
  if (stopping.asked) await stopAll(application, log);
  else print(summary(application, systemClock.nowMs() - startedMs));
}

interface Stopping {
  asked: boolean;
  application: Application | undefined;
}

/** The first signal stops in good order, once the start has come to its end; the second one at once. */
function stopOnSignals(log: Log): Stopping {
  const stopping: Stopping = { asked: false, application: undefined };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping.asked) process.exit(130);
      stopping.asked = true;
      print('\nStopping. Press Ctrl-C again to stop at once.');
      if (stopping.application) void stopAll(stopping.application, log);
    });
  }
  return stopping;
}

async function stopAll(application: Application, log: Log): Promise<void> {
  try {
    await application.stop();
    print('Stopped.');
    process.exit(0);
  } catch (error) {
    log.error({ err: error }, 'could not stop in good order');
    process.exit(1);
  }
}

function summary(application: Application, tookMs: number): string {
  const { api, stores } = application;
  return [
    '',
    `Mostread is ready (${(tookMs / 1_000).toFixed(1)} s).`,
    '',
    ...(api.servesGraphql
      ? [`  GraphQL    ${api.url}/graphql`, `  GraphiQL   ${api.url}/graphiql   try the article page there`]
      : []),
    `  Health     ${api.url}/health/ready`,
    ...stores.places.map(({ name, place }) => `  ${name.padEnd(10)} ${place}`),
    '',
    'Ctrl-C stops everything that was started here. What is stored is kept.',
  ].join('\n');
}

main().catch((error: unknown) => {
  const sentence =
    error instanceof MostreadError ? error.message : `Mostread could not start: ${describe(error)}`;
  process.stderr.write(`\n${sentence}\n`);
  process.exit(error instanceof MostreadError && error.code === 'WRONG_SETTINGS' ? 2 : 1);
});

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
