import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildSilentSchema } from '../platform/graphql/build-schema';
import { resolverClasses } from './resolver-classes';

/** The schema as schema/schema.graphql holds it: sorted, so that a change shows as what it is. Needs no store. */
export function printMostreadSchema(): string {
  return `${printSchema(lexicographicSortSchema(buildSilentSchema(resolverClasses)))}\n`;
}
