// Postgres keeps no NUL in a text, and half of a surrogate pair is no text in any encoding: both would come back as an
// internal error from deep inside, or worse, be stored. They are refused here, for all arguments at once.
// (In a document's own characters graphql-js refuses both; an escape such as \u0000 in a literal gets past it.)

import {
  type ASTNode,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql';
import { BadUserInput } from '../errors';

const MAX_CHECKED_DEPTH = 64;
/**
 * What queries name (slugs, tags, languages, cursors) is far shorter. Much of it becomes the key of something kept in
 * memory, and a thousand keys of a megabyte would end the process.
 */
const QUERY_TEXT_MAX = 2_000;

// With the u flag a pair is one character, so this finds lone halves only.
const loneSurrogate = /\p{Surrogate}/u;

export function isCleanText(text: string): boolean {
  return !text.includes('\0') && !loneSurrogate.test(text);
}

/** @throws BadUserInput naming the first variable, with its path, whose text cannot be text, or is far too long. */
export function refuseBadVariables(
  variables: Readonly<Record<string, unknown>> | null | undefined,
  operation?: OperationDefinitionNode,
): void {
  const lengthMax = textMaxOf(operation);
  for (const name in variables) refuseBadValue(name, variables[name], { depth: 0, lengthMax });
}

/** What editors write is measured where it is known what it is to be. */
function textMaxOf(operation: OperationDefinitionNode | undefined): number {
  return operation?.operation === OperationTypeNode.QUERY ? QUERY_TEXT_MAX : Number.POSITIVE_INFINITY;
}

function refuseBadText(field: string, text: string, lengthMax: number): void {
  if (text.length > lengthMax) {
    throw new BadUserInput(
      field,
      `"${field}" has ${text.length} characters; in a query a text may have ${lengthMax}.`,
    );
  }
  if (!isCleanText(text)) throw badText(field);
}

function refuseBadValue(path: string, value: unknown, at: { depth: number; lengthMax: number }): void {
  if (typeof value === 'string') refuseBadText(path, value, at.lengthMax);
  if (typeof value !== 'object' || value === null) return;
  if (at.depth === MAX_CHECKED_DEPTH) {
    throw new BadUserInput(rootOf(path), `"${rootOf(path)}" is nested more than ${MAX_CHECKED_DEPTH} deep.`);
  }
  const within = { ...at, depth: at.depth + 1 };
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++)
      refuseBadValue(`${path}[${index}]`, value[index], within);
    return;
  }
  for (const key in value) refuseBadValue(`${path}.${key}`, (value as Record<string, unknown>)[key], within);
}

const clean = new WeakSet<DocumentNode | OperationDefinitionNode>();

/** Documents are parsed once and kept, so each of their operations is looked through once. */
export function refuseBadLiterals(document: DocumentNode, operation?: OperationDefinitionNode): void {
  if (clean.has(operation ?? document)) return;
  const lengthMax = textMaxOf(operation);
  visit(document, {
    StringValue(node, _key, parent, _path, ancestors) {
      const field = argumentAround(parent === undefined ? ancestors : [...ancestors, parent]);
      refuseBadText(field, node.value, lengthMax);
    },
  });
  clean.add(operation ?? document);
}

function argumentAround(ancestors: readonly (ASTNode | readonly ASTNode[])[]): string {
  const names: string[] = [];
  for (const ancestor of ancestors) {
    if (!('kind' in ancestor)) continue;
    if (ancestor.kind === Kind.ARGUMENT || ancestor.kind === Kind.OBJECT_FIELD)
      names.push(ancestor.name.value);
  }
  return names.join('.') || 'query';
}

function badText(field: string): BadUserInput {
  return new BadUserInput(
    field,
    `"${field}" contains a NUL character or half of a surrogate pair, which cannot be part of a text.`,
  );
}

function rootOf(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}
