import type { CheckScopes } from '../platform/graphql/build-schema';
import { Forbidden, Unauthenticated } from './accounts.errors';

/**
 * The rule behind `@Authorized(Scope.X)`: the caller has one of the scopes named.
 * @throws Unauthenticated without a credential; Forbidden with one that does not have it
 */
export const checkScopes: CheckScopes = ({ context }, scopes) => {
  const { caller } = context;
  if (scopes.some((scope) => caller.may(scope))) return true;
  const needed = scopes.join(' or ');
  throw caller.isKnown ? new Forbidden({ name: caller.name, needed }) : new Unauthenticated(needed);
};
