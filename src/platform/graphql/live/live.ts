// Live updates of this process: what may be followed, who follows it, and the ways in.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../clock';
import { OriginNotAllowed } from '../../http/http.errors';
import { Upgrades } from '../../http/upgrades';
import type { Log } from '../../log/log';
import type { Caller } from '../per-request';
import { registerEventStreams } from './event-streams.route';
import { LiveConnections } from './live-connections';
import type { LiveFigures } from './live-figures';
import { LiveOperations, type LiveOperationsParts } from './live-operations';
import { LiveSockets } from './live-sockets';
import { Visitor, type VisitorParts } from './live-visitor';
import { NetworkFollowing, type NetworkFollowingParts } from './network-following';
import { SharedExecutions } from './shared-executions';

export interface LiveLimits {
  connectionsMax: number;
  connectionsPerNetwork: number;
  subscriptionsMax: number;
  subscriptionsPerNetwork: number;
  executionsMax: number;
  executionsPerNetwork: number;
  bufferBytes: number;
  messageBytes: number;
  messagesPerSecond: number;
}

export interface LiveParts {
  checks: LiveOperationsParts;
  limits: LiveLimits;
  figures: LiveFigures;
  networkOf(clientIp: string): string | undefined;
  followerOf: NetworkFollowingParts['followerOf'];
  /** Whether the page that a request comes from, if any, may follow. */
  mayCall(request: FastifyRequest): boolean;
  clock: Clock;
  log: Log;
}

export class Live {
  readonly connections: LiveConnections;
  readonly executions: SharedExecutions;
  private readonly operations: LiveOperations;

  constructor(private readonly parts: LiveParts) {
    const { checks, limits, figures, networkOf, followerOf, clock } = parts;
    this.operations = new LiveOperations(checks);
    this.executions = new SharedExecutions({
      schema: checks.schema,
      tell: (thrown) => this.operations.tell(thrown),
      ...{ figures, clock },
      executionsMax: limits.executionsMax,
      networks: new NetworkFollowing({ ...limits, followerOf }),
    });
    this.connections = new LiveConnections({ ...limits, clock, figures, networkOf });
  }

  /**
   * Registers the event streams, and gives what takes over a request for a WebSocket; undefined for any other request.
   * All of it ends as the server begins to close.
   */
  register(
    fastify: FastifyInstance,
    who: VisitorParts & { callerOfRequest(request: FastifyRequest): Caller },
  ): (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined {
    const { connections, executions, operations } = this;
    const { clock, limits, log } = this.parts;
    const { messageBytes, messagesPerSecond, subscriptionsMax } = limits;
    const shared = { connections, executions, operations, subscriptionsMax, clock };
    const sockets = new LiveSockets({ ...shared, log, messageBytes, messagesPerSecond });
    const upgrades = new Upgrades(fastify);
    const admit = (request: FastifyRequest): Visitor => {
      if (!this.parts.mayCall(request)) throw new OriginNotAllowed();
      connections.refuseBeyondLimits(request.ip);
      return new Visitor(who, request, who.callerOfRequest(request));
    };
    registerEventStreams(fastify, { ...shared, admit });
    connections.start();
    fastify.addHook('preClose', () => connections.stop());
    return (request, reply) => {
      if (!upgrades.has(request)) return undefined;
      const visitor = admit(request);
      sockets.open(visitor, upgrades.takeOver(request, reply));
      return reply;
    };
  }
}
