import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSourceOptions } from '../../src/platform/postgres/data-source';

type Domain = Pick<DataSourceOptions, 'entities' | 'migrations'>;

export function domain(): Domain {
  const list = join(__dirname, '../../src/compose/entities');
  if (!existsSync(`${list}.ts`)) return { entities: [], migrations: [] };
  return require(list) as Domain;
}
