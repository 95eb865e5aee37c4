import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { MostreadError, RequestRefused } from '../errors';
import { extensionsOf } from './error-masking';
import { OperationNotFound, QueryTooLarge } from './graphql.errors';
import { type QueryCost, QueryCosts } from './query-cost';
import type { RequestRule } from './request-rule';
import { refuseBadLiterals, refuseBadVariables } from './text-input';

export interface CostLimits {
  maxCost: number;
  maxItems: number;
}

/** To parse and validate a new document is work too: five thousand tokens take some 50 ms. */
const CHARACTERS_A_POINT = 20;

/** What must hold of a request before anything of it is run, beside GraphQL's own rules. */
export function checkRequests(limits: CostLimits): RequestRule {
  let costs: QueryCosts | undefined;
  return {
    schemaIsKnown(schema) {
      costs = new QueryCosts(schema);
    },
    beforeParsing(source, { spender }) {
      spender?.charge(Math.ceil(source.length / CHARACTERS_A_POINT));
    },
    beforeRunning({ document, operation, operationName, variables = {}, context }) {
      try {
        refuseBadVariables(variables, operation);
        refuseBadLiterals(document, operation);
        if (!operation) throw new OperationNotFound(operationName);
        if (costs === undefined) return;
        const cost = costs.costOf(document, operation, variables);
        refuseCostly(cost, limits);
        context.spender?.spend(Math.ceil(cost.points));
      } catch (error) {
        throw asRequestError(error);
      }
    },
  };
}

function refuseCostly({ points, items }: QueryCost, { maxCost, maxItems }: CostLimits): void {
  if (items > maxItems) throw new QueryTooLarge({ limit: 'ITEMS', found: items, allowed: maxItems });
  if (points > maxCost) {
    throw new QueryTooLarge({ limit: 'COST', found: Math.ceil(points), allowed: maxCost });
  }
}

/** Thrown before anything was run, so the whole request is wrong: 400, if the error does not know better. */
export function asRequestError(error: unknown): unknown {
  if (!(error instanceof MostreadError)) return error;
  const http =
    error instanceof RequestRefused
      ? { status: error.status, headers: new HeaderMap(Object.entries(error.headers)) }
      : { status: 400 };
  return new GraphQLError(error.message, {
    extensions: { ...extensionsOf(error), http },
    originalError: error,
  });
}
