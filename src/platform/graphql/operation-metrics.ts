import type { OperationDefinitionNode } from 'graphql';
import type { Clock } from '../clock';
import { BoundedNames, OTHER } from '../metrics/bounded-names';
import type { Metrics } from '../metrics/metrics';
import { foundOnce } from '../metrics/tallies';
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

  const unnamed = metrics.clients.tally({ client: UNNAMED, version: UNNAMED });
  const again = metrics.answersAgain.tally({});
  // Names of operations are few, and those of clients are bounded.
  const countOf = remembered((operation: string, type: string) =>
    metrics.operations.tally({ operation, type }),
  );
  const countOfClient = remembered((client: string, version: string) =>
    metrics.clients.tally({ client, version }),
  );
  const secondsOf = foundOnce((operation) => metrics.operationSeconds.durations({ operation }));

  const nameOf = (operation: OperationDefinitionNode | undefined) => {
    const name = operation?.name?.value;
    return name !== undefined && operationNames.has(name) ? name : OTHER;
  };

  const countClient = (headers: RequestContext['headers']) => {
    const name = headers['apollographql-client-name'];
    if (typeof name !== 'string') return unnamed.add();
    const client = clients.of(name);
    const written = headers['apollographql-client-version'];
    const version = typeof written === 'string' && client !== OTHER ? written : UNNAMED;
    // A version means something beside its client only, and so does its bound.
    const isKnown = version === UNNAMED || versions.of(`${client}/${version}`) !== OTHER;
    countOfClient(client, isKnown ? version : OTHER).add();
  };

  return {
    requestCame({ headers, memory }) {
      countClient(headers);
      memory.set(started, clock.nowMs());
    },
    beforeAnswering({ operation, context, errors }) {
      const name = nameOf(operation);
      if (operation) countOf(name, operation.operation).add();
      const startedMs = context.memory.get(started) as number;
      secondsOf(name).observe((clock.nowMs() - startedMs) / 1_000);
      for (const { extensions } of errors ?? [])
        metrics.errors.inc({ code: codes.of(String(extensions?.code ?? OTHER)) });
    },
    answeredAgain(operation, { headers }) {
      countClient(headers);
      countOf(nameOf(operation), operation.operation).add();
      again.add();
    },
  };
}

/** By two labels. */
function remembered<Figure>(find: (one: string, other: string) => Figure) {
  const found = new Map<string, Map<string, Figure>>();
  const remember = (one: string, other: string) => {
    const figure = find(one, other);
    found.set(one, (found.get(one) ?? new Map()).set(other, figure));
    return figure;
  };
  return (one: string, other: string): Figure => found.get(one)?.get(other) ?? remember(one, other);
}
