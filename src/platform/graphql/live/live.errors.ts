import { MostreadError, RequestRefused } from '../../errors';

/** Only subscriptions are answered over WebSockets and event streams: everything else has its place at /graphql. */
export class NotASubscription extends MostreadError {
  readonly code = 'NOT_A_SUBSCRIPTION';

  constructor(operation: string) {
    super(`Only subscriptions are answered here. Send this ${operation} by POST to /graphql.`);
  }
}

/** A subscription needs a connection that stays open. */
export class SubscriptionNotHere extends MostreadError {
  readonly code = 'SUBSCRIPTION_NOT_HERE';

  constructor() {
    super(
      'A subscription needs a connection that stays: a WebSocket at /graphql, or server-sent events at ' +
        '/graphql/stream.',
    );
  }
}

/** The connection has as many subscriptions as it may have: end one, or select more in one document. */
export class TooManySubscriptions extends MostreadError {
  readonly code = 'TOO_MANY_SUBSCRIPTIONS';

  constructor(allowed: number) {
    super(`One connection may have at most ${allowed} subscriptions. End one first.`, {
      details: { allowed },
    });
  }
}

/** Too many different things are followed in this process; those that are followed already can be joined. */
export class TooMuchFollowed extends MostreadError {
  readonly code = 'TOO_MUCH_FOLLOWED';

  constructor() {
    super('This server follows as many different things as it can. Ask by POST, or try again later.', {
      retryable: true,
    });
  }
}

/** The network, or all clients together, have as many connections for live updates as they may have. */
export class TooManyConnections extends RequestRefused {
  readonly code = 'TOO_MANY_CONNECTIONS';
  readonly status: number;
  override readonly headers = { 'retry-after': '10' };

  constructor({ whose, allowed }: { whose: 'network' | 'all'; allowed: number }) {
    const owner = whose === 'network' ? 'Your network' : 'This server';
    super(`${owner} may have at most ${allowed} connections for live updates. Close one, or ask by POST.`, {
      retryable: true,
      details: { allowed },
    });
    this.status = whose === 'network' ? 429 : 503;
  }
}

/** The server is about to stop; another process takes the connection. */
export class GoingAway extends RequestRefused {
  readonly code = 'GOING_AWAY';
  readonly status = 503;
  override readonly headers = { 'retry-after': '1' };

  constructor() {
    super('The server is stopping. Connect again.', { retryable: true });
  }
}

/** There is no event stream of this token here; it may have ended, or stand in another process. */
export class StreamNotFound extends RequestRefused {
  readonly code = 'STREAM_NOT_FOUND';
  readonly status = 404;

  constructor() {
    super('There is no event stream of this token. Reserve one with PUT first.');
  }
}

/** An event stream is read by one connection. */
export class StreamExists extends RequestRefused {
  readonly code = 'STREAM_EXISTS';
  readonly status = 409;

  constructor() {
    super('This event stream is open already. Reserve another one with PUT.');
  }
}
