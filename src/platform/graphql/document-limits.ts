// Refuses, as one rule of validation, a document that is too much work even to validate: measured in one walk, each
// fragment once, however often it is spread. When it refuses it puts an empty document in the place of the one given,
// which graphql-js allows a visitor: so no other rule spends time on it (comparing fields that overlap takes 100 ms for
// what 5,000 tokens can hold), and its error is the only one.

import { type ASTVisitor, type DocumentNode, GraphQLError, Kind, type ValidationRule } from 'graphql';
import { type DocumentShape, shapeOf } from './document-shape';
import { type Excess, QueryTooLarge } from './graphql.errors';

export interface DocumentLimits {
  maxDepth: number;
  maxAliases: number;
  /** Fields in one selection, those of its fragments included. */
  maxFields: number;
  maxRootFields: number;
  maxDirectives: number;
}

const nothing: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

export function documentLimits(limits: DocumentLimits): ValidationRule {
  return (context): ASTVisitor => ({
    Document(document) {
      const excess = firstExcess(shapeOf(document), limits);
      if (excess === undefined) return undefined;
      const error = new QueryTooLarge(excess);
      context.reportError(new GraphQLError(error.message, { originalError: error }));
      return nothing;
    },
  });
}

function firstExcess(shape: DocumentShape, limits: DocumentLimits): Excess | undefined {
  const excesses: Excess[] = [
    { limit: 'DIRECTIVES', found: shape.directives, allowed: limits.maxDirectives },
    { limit: 'DEPTH', found: shape.depth, allowed: limits.maxDepth },
    { limit: 'ROOT_FIELDS', found: shape.rootFields, allowed: limits.maxRootFields },
    { limit: 'FIELDS', found: shape.widest, allowed: limits.maxFields },
    { limit: 'ALIASES', found: shape.aliases, allowed: limits.maxAliases },
  ];
  return excesses.find(({ found, allowed }) => found > allowed);
}
