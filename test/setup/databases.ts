import { Client } from 'pg';

/** The migrated database that every test file clones. */
export const TEMPLATE_DATABASE = 'mostread_template';

/** The same server, another database. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Makes a database on the server of this run, empty or as a clone, and gives its URL. */
export async function createDatabase(name: string, template = 'template0'): Promise<string> {
  await administer(`create database ${name} template ${template}`);
  return databaseUrl(testServerUrl(), name);
}

/** Also while somebody is connected to it. */
export async function dropDatabase(name: string): Promise<void> {
  await administer(`drop database if exists ${name} with (force)`);
}

export function testServerUrl(): string {
  return fromSetup('TEST_DATABASE_URL');
}

export function testRedisUrl(): string {
  return fromSetup('TEST_REDIS_URL');
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: testServerUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function fromSetup(name: string): string {
  const value = process.env[name];
  if (value !== undefined) return value;
  throw new Error(`${name} is set by test/setup/global-setup.ts, which has not run.`);
}
