// The program: reads the configuration, starts everything, says where it is, and stops everything on Ctrl-C.

import 'reflect-metadata';
import { onAnyKey } from './cli/any-key';
import { followPopularNow } from './cli/follow-popular-now';
import { readStartOptions, type StartOptions } from './cli/start-options';
import { type Application, startApplication } from './compose/application';
import { readEnvironment } from './compose/read-environment';
import { settingsFrom } from './compose/settings';
import { type Stop, systemClock } from './platform/clock';
import { MostreadError } from './platform/errors';
import { surviveRejections } from './platform/graphql/survive-rejections';
import { createLog, type Log } from './platform/log/log';

/** Where it is not known how wide the terminal is. */
const TERMINAL_COLUMNS = 80;

const print = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const options = readStartOptions(process.argv.slice(2));
  if (typeof options === 'number') {
    process.exitCode = options;
    return;
  }
  const startedMs = systemClock.nowMs();
  const settings = settingsFrom(readEnvironment());
  if (!options.demoTraffic) settings.demo.demoTraffic = 'off';
  const log = createLog(settings.log.level);
  surviveRejections(process, log);
  const stopping = stopOnSignals(log);
  const application = await startApplication({ settings, log, progress: (step) => print(`  ${step}`) });
  stopping.application = application;
  if (stopping.asked) {
    await stopAll(stopping, log);
    return;
  }
  print(summary(application, systemClock.nowMs() - startedMs));
  if (isFollowing(options)) stopping.stopFollowing = follow(application);
}

interface Stopping {
  asked: boolean;
  application: Application | undefined;
  stopFollowing: Stop;
}

/** The first signal stops in good order, once the start has come to its end; the second one at once. */
function stopOnSignals(log: Log): Stopping {
  const stopping: Stopping = {
    asked: false,
    application: undefined,
    stopFollowing: () => undefined,
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping.asked) process.exit(130);
      stopping.asked = true;
      stopping.stopFollowing();
      print('\nStopping. Press Ctrl-C again to stop at once.');
      if (stopping.application) void stopAll(stopping, log);
    });
  }
  return stopping;
}

async function stopAll({ application, stopFollowing }: Stopping, log: Log): Promise<void> {
  try {
    stopFollowing();
    await application?.stop();
    print('Stopped.');
    process.exit(0);
  } catch (error) {
    log.error({ err: error }, 'could not stop in good order');
    process.exit(1);
  }
}

/** Not into a file or another program's pipe, where a line a change would bury the log. */
function isFollowing({ quiet, follow }: StartOptions): boolean {
  return !quiet && (follow || process.stdout.isTTY === true);
}

/** Lines about Popular Now until a key is pressed. */
function follow({ newsroom, rails }: Application): Stop {
  const stopLines = followPopularNow({
    mirror: rails.mirror,
    headlineOf: (article) => newsroom.cards.peek(article)?.headline,
    clock: systemClock,
    print,
    columns: () => process.stdout.columns || TERMINAL_COLUMNS,
  });
  const stopKeys = onAnyKey({
    stdin: process.stdin,
    act: () => {
      stopLines();
      print('Popular Now goes on without these lines. Ctrl-C stops everything.');
    },
    signal: (signal) => process.kill(process.pid, signal),
  });
  print(`\nPopular Now, as it changes${stopKeys ? ', until you press a key' : ''}:`);
  return () => {
    stopLines();
    stopKeys?.();
  };
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
