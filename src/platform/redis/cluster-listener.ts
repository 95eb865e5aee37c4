import { connect } from 'node:net';
import { connect as connectByTls } from 'node:tls';
import { AbstractConnector, type RedisOptions as ClientOptions } from 'ioredis';
import type { RedisAddress } from './redis-place';

/** For a client that may connect to any node of a Cluster: `choose` is asked anew at each attempt. */
export function connectorTo(choose: () => RedisAddress, usesTls: boolean): ClientOptions['Connector'] {
  return class extends AbstractConnector {
    constructor({ disconnectTimeout = 0 }: ClientOptions) {
      super(disconnectTimeout);
    }

    override async connect() {
      this.connecting = true;
      const stream = usesTls ? connectByTls(choose()) : connect(choose());
      stream.once('error', (error: Error) => {
        this.firstError = error;
      });
      this.stream = stream;
      return stream;
    }
  } as unknown as ClientOptions['Connector'];
}
