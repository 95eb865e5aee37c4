/** The migrated database that every test file clones. */
export const TEMPLATE_DATABASE = 'mostread_template';

/** The same server, another database. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
