// npm run codegen: the types of schema/operations/*.graphql, by GraphQL Code Generator. Its command line wants a newer
// Node than this project does, and its core does not; hence these lines instead of a configuration file.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import * as operationTypes from '@graphql-codegen/typescript-operations';
import { buildSchema, parse } from 'graphql';

const root = join(__dirname, '../..');
const operations = join(root, 'schema/operations');
const target = join(__dirname, 'generated/documents.ts');

const header =
  '// Made by "npm run codegen" from schema/schema.graphql and schema/operations/. Do not edit.\n\n';

/** How the API writes its scalars in JSON. */
const scalars = { Count: 'number', DateTime: 'string', EmailAddress: 'string', ID: 'string', URL: 'string' };

async function generateDocuments(): Promise<string> {
  const schema = readFileSync(join(root, 'schema/schema.graphql'), 'utf8');
  const names = readdirSync(operations).filter((name) => name.endsWith('.graphql'));
  const text = await codegen({
    filename: target,
    schema: parse(schema),
    schemaAst: buildSchema(schema),
    documents: names.sort().map((name) => ({
      location: name,
      document: parse(readFileSync(join(operations, name), 'utf8')),
    })),
    config: { documentMode: 'string', enumsAsTypes: true, scalars, useTypeImports: true },
    plugins: [{ operations: {} }, { documents: {} }],
    pluginMap: { operations: operationTypes, documents: typedDocuments },
  });
  return header + text;
}

void generateDocuments().then((text) => {
  if (process.argv.includes('--print')) process.stdout.write(text);
  else writeFileSync(target, text);
});
