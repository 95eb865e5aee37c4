import type { OperationDefinitionNode } from 'graphql';
import type { Clock } from '../clock';
import { BoundedNames, OTHER } from '../metrics/bounded-names';
import type { Metrics } from '../metrics/metrics';
import type { RequestContext } from './per-request';
import type { RequestRule } from './request-rule';

export interface OperationMetricsParts {
  metrics: Metrics;
  /** Operations that have figures of their own; what clients name otherwise is `other`. */
  operationNames: ReadonlySet<string>;
  clock: Clock;
}

const CLIENTS_MAX = 100;
const VERSIONS_MAX = 200;
const CODES_MAX = 100;
const UNNAMED = 'unnamed';

/** Where a request keeps when it came. */
const started = Symbol('started');

export function measureOperations(parts: OperationMetricsParts): RequestRule {
  const { metrics, operationNames, clock } = parts;
  const clients = new BoundedNames(CLIENTS_MAX);
  const versions = new BoundedNames(VERSIONS_MAX);
  const codes = new BoundedNames(CODES_MAX);

  const unnamed = metrics.clients.labels({ client: UNNAMED, version: UNNAMED });
  // To look a figure up by its labels costs more than to count it; names of operations are few.
  const countOf = remembered((operation: string, type: string) =>
    metrics.operations.labels({ operation, type }),
  );
  const secondsOf = remembered((operation: string) => metrics.operationSeconds.labels({ operation }));

  const nameOf = (operation: OperationDefinitionNode | undefined) => {
    const name = operation?.name?.value;
    return name !== undefined && operationNames.has(name) ? name : OTHER;
  };

  const countClient = (headers: RequestContext['headers']) => {
    const name = headers['apollographql-client-name'];
    if (typeof name !== 'string') return unnamed.inc();
    const client = clients.of(name);
    const written = headers['apollographql-client-version'];
    const version = typeof written === 'string' && client !== OTHER ? written : UNNAMED;
    // A version means something beside its client only, and so does its bound.
    const isKnown = version === UNNAMED || versions.of(`${client}/${version}`) !== OTHER;
    metrics.clients.inc({ client, version: isKnown ? version : OTHER });
  };

  return {
    requestCame({ headers, memory }) {
      countClient(headers);
      memory.set(started, clock.nowMs());
    },
    beforeAnswering({ operation, context, errors }) {
      const name = nameOf(operation);
      if (operation) countOf(name, operation.operation).inc();
      const startedMs = context.memory.get(started) as number;
      secondsOf(name).observe((clock.nowMs() - startedMs) / 1_000);
      for (const { extensions } of errors ?? [])
        metrics.errors.inc({ code: codes.of(String(extensions?.code ?? OTHER)) });
    },
    answeredAgain(operation, { headers }) {
      countClient(headers);
      countOf(nameOf(operation), operation.operation).inc();
      metrics.answersAgain.inc();
    },
  };
}

function remembered<Figure>(find: (operation: string, type: string) => Figure) {
  const found = new Map<string, Figure>();
  return (operation: string, type = ''): Figure => {
    const key = `${operation} ${type}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const figure = find(operation, type);
    found.set(key, figure);
    return figure;
  };
}
