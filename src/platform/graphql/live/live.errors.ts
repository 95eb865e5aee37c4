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

const subscriptionLimits = {
  connection: { whose: 'One connection', setting: 'LIVE_SUBSCRIPTIONS_PER_CONNECTION' },
  network: { whose: 'Your network or account', setting: 'LIVE_SUBSCRIPTIONS_PER_NETWORK' },
};

/** A connection, network or account has as many subscriptions as it may: end one, or select more in one document. */
export class TooManySubscriptions extends MostreadError {
  readonly code = 'TOO_MANY_SUBSCRIPTIONS';

  constructor({ whose: limited, allowed }: { whose: keyof typeof subscriptionLimits; allowed: number }) {
    const { whose, setting } = subscriptionLimits[limited];
    super(`${whose} may have at most ${allowed} subscriptions (${setting}). End one first.`, {
      details: { allowed, setting },
    });
  }
}

const followingLimits = {
  network: {
    whose: 'Your network or account may follow',
    what: 'things',
    setting: 'LIVE_EXECUTIONS_PER_NETWORK',
  },
  all: { whose: 'This server follows', what: 'things', setting: 'LIVE_EXECUTIONS_MAX' },
  articles: { whose: 'This server follows', what: 'articles', setting: 'LIVE_ARTICLES_MAX' },
};

/** Too many things are followed, by a network, an account or this process; what it follows already can be joined. */
export class TooMuchFollowed extends MostreadError {
  readonly code = 'TOO_MUCH_FOLLOWED';

  constructor({ by, allowed }: { by: keyof typeof followingLimits; allowed: number }) {
    const { whose, what, setting } = followingLimits[by];
    super(
      `${whose} at most ${allowed} different ${what} at a time (${setting}). Ask by POST, or try again later.`,
      { retryable: true, details: { allowed, setting } },
    );
  }
}

/** The network, or all clients together, have as many connections for live updates as they may have. */
export class TooManyConnections extends RequestRefused {
  readonly code = 'TOO_MANY_CONNECTIONS';
  readonly status: number;
  override readonly headers = { 'retry-after': '10' };

  constructor({ whose, allowed }: { whose: 'network' | 'all'; allowed: number }) {
    const owner = whose === 'network' ? 'Your network' : 'This server';
    const setting = whose === 'network' ? 'LIVE_CONNECTIONS_PER_NETWORK' : 'LIVE_CONNECTIONS_MAX';
    super(
      `${owner} may have at most ${allowed} connections for live updates (${setting}). Close one, or ask by POST.`,
      { retryable: true, details: { allowed, setting } },
    );
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

/** Whoever subscribes at /graphql/stream reads the events in the answer, or names the stream that gets them. */
export class EventsNotAccepted extends RequestRefused {
  readonly code = 'EVENTS_NOT_ACCEPTED';
  readonly status = 406;

  constructor() {
    super(
      'Send "accept: text/event-stream" to read the events in the answer, or the token of a stream that was reserved ' +
        'with PUT as "x-graphql-event-stream-token".',
    );
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

/** An operation of this name goes on in this event stream. */
export class OperationExists extends RequestRefused {
  readonly code = 'OPERATION_EXISTS';
  readonly status = 409;

  constructor(id: string) {
    super(`The operation "${id}" of this event stream goes on. Name another one, or DELETE it first.`);
  }
}

/** What the credential of a connection may do is something else than when it connected. */
export class RightsChanged extends RequestRefused {
  readonly code = 'RIGHTS_CHANGED';
  readonly status = 403;

  constructor() {
    super('What this credential may do has changed. Connect again.');
  }
}
