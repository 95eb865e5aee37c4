// Postgres keeps no NUL in a text, and half of a surrogate pair is no text in any encoding: both would come back as an
// internal error from deep inside, or worse, be stored. They are refused here, for all arguments at once.
// (In a document's own characters graphql-js refuses both; an escape such as \u0000 in a literal gets past it.)

import { type ASTNode, type DocumentNode, Kind, visit } from 'graphql';
import { BadUserInput } from '../errors';

const MAX_CHECKED_DEPTH = 64;

// With the u flag a pair is one character, so this finds lone halves only.
const loneSurrogate = /\p{Surrogate}/u;

export function isCleanText(text: string): boolean {
  return !text.includes('\0') && !loneSurrogate.test(text);
}

/** @throws BadUserInput naming the first variable, with its path, whose text cannot be text. */
export function refuseBadVariables(variables: Readonly<Record<string, unknown>> | null | undefined): void {
  for (const name in variables) refuseBadValue(name, variables[name], 0);
}

function refuseBadValue(path: string, value: unknown, depth: number): void {
  if (typeof value === 'string') {
    if (!isCleanText(value)) throw badText(path);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth === MAX_CHECKED_DEPTH) {
    throw new BadUserInput(rootOf(path), `"${rootOf(path)}" is nested more than ${MAX_CHECKED_DEPTH} deep.`);
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++)
      refuseBadValue(`${path}[${index}]`, value[index], depth + 1);
    return;
  }
  for (const key in value)
    refuseBadValue(`${path}.${key}`, (value as Record<string, unknown>)[key], depth + 1);
}

const cleanDocuments = new WeakSet<DocumentNode>();

/** Documents are parsed once and kept, so each is looked through once. */
export function refuseBadLiterals(document: DocumentNode): void {
  if (cleanDocuments.has(document)) return;
  visit(document, {
    StringValue(node, _key, parent, _path, ancestors) {
      if (!isCleanText(node.value))
        throw badText(argumentAround(parent === undefined ? ancestors : [...ancestors, parent]));
    },
  });
  cleanDocuments.add(document);
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
