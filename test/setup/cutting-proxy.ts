// Stands between a client and a store and breaks the connection when told to: before a request has arrived, or after it
// has and its reply is on the way back.

import { createConnection, createServer, type Server, type Socket } from 'node:net';

export class CuttingProxy {
  /** The next replies are thrown away, and the connection with them: so many times. */
  private toLose = { replies: 0 };
  private answersToLose = 0;
  private readonly sockets = new Set<Socket>();
  private manner: 'accepts' | 'refuses' | 'holds' = 'accepts';
  lost = 0;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(target: { host: string; port: number }): Promise<CuttingProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy has no port');
    const proxy = new CuttingProxy(server, address.port);
    server.on('connection', (client) => proxy.join(client, createConnection(target)));
    return proxy;
  }

  /** Of a number that several proxies share: in all of them together. */
  loseReplies(count: number | { replies: number }): void {
    this.toLose = typeof count === 'number' ? { replies: count } : count;
  }

  /** Of any kind, as a Postgres gives them. */
  loseAnswers(count: number): void {
    this.answersToLose = count;
  }

  /** Ends each new connection at once, as a server that is down. */
  refuse(): void {
    this.manner = 'refuses';
  }

  /** Passes nothing on and ends nothing, as a server that hangs. */
  hold(): void {
    this.manner = 'holds';
  }

  accept(): void {
    this.manner = 'accepts';
  }

  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket, store: Socket): void {
    const end = () => {
      client.destroy();
      store.destroy();
    };
    for (const socket of [client, store]) {
      this.sockets.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        this.sockets.delete(socket);
        end();
      });
    }
    if (this.manner === 'refuses') end();
    client.on('data', (chunk) => {
      if (this.manner !== 'holds') store.write(chunk);
    });
    store.on('data', (chunk) => {
      if (this.answersToLose > 0) {
        this.answersToLose -= 1;
        this.lost += 1;
        end();
        return;
      }
      // What a client asks when it connects (INFO, CLUSTER SLOTS) is let through: that is no array of integers.
      if (this.toLose.replies > 0 && /^\*\d+\r\n:/.test(chunk.toString('latin1'))) {
        this.toLose.replies -= 1;
        this.lost += 1;
        end();
      } else client.write(chunk);
    });
  }
}
