// Fields of Subscription as methods of resolvers. type-graphql knows two ways: a function beside the class, which
// cannot see the resolver that was built, or a pub/sub of its own in between. A third is made of what it builds for
// either: the call of the method, with its arguments and its rule of access, gives the stream here instead of each of
// its values.

import type { GraphQLSchema } from 'graphql';
import { type ClassType, type PubSub, Subscription } from 'type-graphql';

/** On a method that gives a `LiveStream`: a field of Subscription. */
export function Live(type: () => ClassType, { description }: { description: string }): MethodDecorator {
  return Subscription(type, { description, subscribe: notWiredYet });
}

export function streamFromMethods(schema: GraphQLSchema): void {
  const root = schema.getSubscriptionType();
  if (!root) return;
  root.description =
    'What can be followed: each gives its present state first, and then what changes of it. By WebSocket at /graphql ' +
    '(graphql-transport-ws), or by server-sent events at /graphql/stream.';
  for (const field of Object.values(root.getFields())) {
    field.subscribe = field.resolve;
    field.resolve = (change) => change;
  }
}

/** type-graphql asks for one where there are subscriptions, whether they use it or not. */
export const noPubSub: PubSub = { publish: notWiredYet, subscribe: notWiredYet };

function notWiredYet(): never {
  throw new Error('The fields of Subscription have not been wired');
}
