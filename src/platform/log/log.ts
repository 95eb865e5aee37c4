import pino from 'pino';

/** Structured lines on standard error, so that what a command prints on standard output stays clean. */
export type Log = pino.Logger;

/** What says who someone is: an error of a library may carry a whole request. */
const secretHeaders = ['authorization', 'Authorization', '["x-api-key"]', '["X-Api-Key"]', 'cookie'];
const redact = ['', '*.', '*.*.', '*.*.*.'].flatMap((place) =>
  secretHeaders.map((header) => `${header.startsWith('[') ? place.replace(/\.$/, '') : place}${header}`),
);

export function createLog(level: string, destination: pino.DestinationStream = pino.destination(2)): Log {
  return pino(
    {
      ...{ level, base: null, redact, timestamp: pino.stdTimeFunctions.isoTime },
      serializers: { err: whatMatters },
    },
    destination,
  );
}

/** Libraries hang whole connections on their errors: three kilobytes a line, and more than a log should know. */
function whatMatters(error: Error): object {
  const { type, message, stack, code, field } = pino.stdSerializers.err(error);
  return { type, message, code, field, stack };
}
