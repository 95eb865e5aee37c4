// The database as TypeORM's command line needs to know it: `npx typeorm migration:show -d dist/ormconfig.js`. It is the
// one of DATABASE_URL, else that of the newsroom that runs on this folder.

import 'reflect-metadata';
import { resolve } from 'node:path';
import type { DataSource } from 'typeorm';
import { entities, migrations } from './src/compose/entities';
import { projectFolder } from './src/compose/project-folder';
import { readEnvironment } from './src/compose/read-environment';
import { readRunning } from './src/compose/running-newsroom';
import { settingsFrom } from './src/compose/settings';
import { createDataSource } from './src/platform/postgres/data-source';

async function describeDatabase(): Promise<DataSource> {
  const { stores } = settingsFrom(readEnvironment(projectFolder()));
  const running = await readRunning(resolve(projectFolder(), stores.dataFolder));
  const url = stores.databaseUrl ?? running?.databaseUrl;
  if (url === undefined) throw new Error('Set DATABASE_URL, or let "npm start" run meanwhile.');
  return createDataSource({ url, entities, migrations, statementTimeoutMs: 0 });
}

/** A promise, which TypeORM's command line awaits. */
export const dataSource = describeDatabase();
