import { integerSetting, switchSetting } from '../../config/setting';

export const liveSettings = {
  live: switchSetting({
    name: 'LIVE',
    default: true,
    meaning:
      'Whether clients may follow what changes: by WebSocket at /graphql, by server-sent events at /graphql/stream.',
  }),
  connectionsMax: integerSetting({
    name: 'LIVE_CONNECTIONS_MAX',
    default: 10_000,
    min: 1,
    max: 1_000_000,
    meaning: 'How many WebSockets and event streams may be open in this process. Some 20 KB each.',
  }),
  connectionsPerNetwork: integerSetting({
    name: 'LIVE_CONNECTIONS_PER_NETWORK',
    default: 500,
    min: 1,
    max: 1_000_000,
    meaning:
      'How many of them may be of one network (an IPv4 /24, an IPv6 /48); private and loopback addresses are none.',
  }),
  subscriptionsMax: integerSetting({
    name: 'LIVE_SUBSCRIPTIONS_PER_CONNECTION',
    default: 20,
    min: 1,
    max: 10_000,
    meaning: 'How many subscriptions one connection may have at a time.',
  }),
  subscriptionsPerNetwork: integerSetting({
    name: 'LIVE_SUBSCRIPTIONS_PER_NETWORK',
    default: 2_000,
    min: 1,
    max: 1_000_000,
    meaning:
      'How many subscriptions all connections of one network may have together in this process. Those that come ' +
      'with a key or token of a role count for its account instead, which may have as many; private and loopback ' +
      'addresses have no limit.',
  }),
  executionsMax: integerSetting({
    name: 'LIVE_EXECUTIONS_MAX',
    default: 1_000,
    min: 1,
    max: 100_000,
    meaning:
      'How many different subscriptions (what is asked for, with what rights) may be followed in this process. ' +
      'Each is run once for an event, however many follow it.',
  }),
  executionsPerNetwork: integerSetting({
    name: 'LIVE_EXECUTIONS_PER_NETWORK',
    default: 200,
    min: 1,
    max: 100_000,
    meaning:
      'How many different subscriptions, as for LIVE_EXECUTIONS_MAX, one network may follow in this process. All ' +
      'that its clients follow in common counts once. A key or token of a role counts for itself, as for ' +
      'LIVE_SUBSCRIPTIONS_PER_NETWORK.',
  }),
  bufferBytes: integerSetting({
    name: 'LIVE_BUFFER_BYTES',
    default: 1_048_576,
    min: 16_384,
    max: 1_073_741_824,
    meaning:
      'How much may wait for one slow client, in bytes. One for which more waits is cut, and so is one that has not ' +
      'taken in all that waits for ten seconds.',
  }),
  messageBytes: integerSetting({
    name: 'LIVE_MESSAGE_BYTES',
    default: 65_536,
    min: 1_024,
    max: 16_777_216,
    meaning: 'The longest message that is read from a WebSocket, in bytes. A longer one closes it (1009).',
  }),
  messagesPerSecond: integerSetting({
    name: 'LIVE_MESSAGES_PER_SECOND',
    default: 200,
    min: 1,
    max: 100_000,
    meaning:
      'How many messages, pings included, one WebSocket may send in a second, on the average of ten. One that sends ' +
      'more is closed (1008).',
  }),
};
