// What test/structure.test.ts looks at: the files of a folder, and the functions and calls in one, by swc's syntax tree.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseSync } from '@swc/core';

const root = resolve(__dirname, '..', '..');

export interface SourceFile {
  /** From the root of the project, with forward slashes. */
  path: string;
  text: string;
}

export interface Place {
  name: string;
  line: number;
  lines: number;
}

/** Every file under the named folders (or the files named) whose name ends in one of `endings`, in order of path. */
export function filesUnder(places: readonly string[], endings: readonly string[]): SourceFile[] {
  const found = places.flatMap((place) => pathsUnder(join(root, place)));
  return found
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => ({
      path: relative(root, path).split('\\').join('/'),
      text: readFileSync(path, 'utf8'),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

export function foldersUnder(place: string): string[] {
  const entries = readdirSync(join(root, place), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

function pathsUnder(place: string): string[] {
  try {
    const entries = readdirSync(place, { withFileTypes: true, recursive: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [place];
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

interface Node {
  type: string;
  span?: { start: number; end: number };
  [key: string]: unknown;
}

const functionTypes = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'Constructor',
  'MethodProperty',
]);

/** Every function, method and arrow function with the lines it takes. */
export function functionsOf(file: SourceFile): Place[] {
  return placesOf(file, (node, parent) => (functionTypes.has(node.type) ? nameOf(node, parent) : undefined));
}

export function defaultExportsOf(file: SourceFile): Place[] {
  return placesOf(file, (node) => (node.type.startsWith('ExportDefault') ? 'export default' : undefined));
}

const timers = new Set(['setTimeout', 'setInterval', 'setImmediate']);
const momentCalls = new Set(['Date.now', 'performance.now', 'process.hrtime', 'process.uptime']);

/** Where a file takes the time or sets a timer by itself. */
export function clockUsesOf(file: SourceFile): Place[] {
  return placesOf(file, (node) => {
    if (node.type === 'CallExpression') {
      const callee = calleeOf(node['callee'] as Node);
      return timers.has(callee) || momentCalls.has(callee) ? callee : undefined;
    }
    const isDate = node.type === 'NewExpression' && calleeOf(node['callee'] as Node) === 'Date';
    return isDate && ((node['arguments'] as unknown[] | null) ?? []).length === 0 ? 'new Date()' : undefined;
  });
}

function calleeOf(callee: Node): string {
  if (callee.type === 'Identifier') return String(callee['value']);
  if (callee.type !== 'MemberExpression') return '';
  const property = callee['property'] as Node;
  return `${calleeOf(callee['object'] as Node)}.${String(property['value'] ?? '')}`;
}

function nameOf(node: Node, parent: Node | undefined): string {
  if (node.type === 'Constructor') return 'constructor';
  const named = [node['identifier'], node['key'], parent?.['id'], parent?.['key']] as (Node | undefined)[];
  return String(named.find((name) => typeof name?.['value'] === 'string')?.['value'] ?? '(anonymous)');
}

function placesOf(
  file: SourceFile,
  nameWanted: (node: Node, parent: Node | undefined) => string | undefined,
): Place[] {
  const lineAt = lineFinderOf(file.text);
  const places: Place[] = [];
  const visit = (value: unknown, parent: Node | undefined): void => {
    if (Array.isArray(value)) {
      for (const one of value) visit(one, parent);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const node = value as Node;
    const name = typeof node.type === 'string' ? nameWanted(node, parent) : undefined;
    if (name !== undefined && node.span) {
      const line = lineAt(node.span.start - 1); // swc counts bytes from 1
      places.push({ name, line, lines: lineAt(node.span.end - 1) - line + 1 });
    }
    for (const child of Object.values(node)) visit(child, typeof node.type === 'string' ? node : parent);
  };
  visit(parseSync(file.text, { syntax: 'typescript', decorators: true, target: 'es2022' }), undefined);
  return places;
}

/** Gives the line, from 1, in which a byte stands. */
function lineFinderOf(text: string): (offset: number) => number {
  const ends: number[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    offset += Buffer.byteLength(line) + 1;
    ends.push(offset);
  }
  return (byte) => {
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) > byte) high = middle;
      else low = middle + 1;
    }
    return low + 1;
  };
}
