import type { ApolloServerPlugin } from '@apollo/server';
import type { Clock } from '../clock';
import { BoundedNames, OTHER } from '../metrics/bounded-names';
import type { Metrics } from '../metrics/metrics';
import type { RequestContext } from './per-request';

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

export function measureOperations(parts: OperationMetricsParts): ApolloServerPlugin<RequestContext> {
  const { metrics, operationNames, clock } = parts;
  const clients = new BoundedNames(CLIENTS_MAX);
  const versions = new BoundedNames(VERSIONS_MAX);
  const codes = new BoundedNames(CODES_MAX);

  const countClient = (headers: RequestContext['headers']) => {
    const name = headers['apollographql-client-name'];
    if (typeof name !== 'string') return metrics.clients.inc({ client: UNNAMED, version: UNNAMED });
    const client = clients.of(name);
    const written = headers['apollographql-client-version'];
    const version = typeof written === 'string' && client !== OTHER ? written : UNNAMED;
    // A version means something beside its client only, and so does its bound.
    const isKnown = version === UNNAMED || versions.of(`${client}/${version}`) !== OTHER;
    metrics.clients.inc({ client, version: isKnown ? version : OTHER });
  };

  return {
    async requestDidStart({ contextValue }) {
      const startedMs = clock.nowMs();
      countClient(contextValue.headers);
      return {
        async willSendResponse({ operation, operationName, response }) {
          const isKnown = operationName != null && operationNames.has(operationName);
          const name = isKnown ? operationName : OTHER;
          if (operation) metrics.operations.inc({ operation: name, type: operation.operation });
          metrics.operationSeconds.observe({ operation: name }, (clock.nowMs() - startedMs) / 1_000);
          if (response.body.kind !== 'single') return;
          for (const { extensions } of response.body.singleResult.errors ?? [])
            metrics.errors.inc({ code: codes.of(String(extensions?.code ?? OTHER)) });
        },
      };
    },
  };
}
