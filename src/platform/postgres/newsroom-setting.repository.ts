import type { DataSource, EntityManager } from 'typeorm';
import { NewsroomSetting } from './newsroom-setting.entity';

export class NewsroomSettingRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Undefined where nothing is. */
  async kept(name: string): Promise<string | undefined> {
    return keptIn(this.dataSource.manager, name);
  }

  /** Gives what is kept under this name; where nothing is yet, keeps `value`. */
  async keepFirst(name: string, value: string): Promise<string> {
    await insert(this.dataSource.manager, name, value);
    const { value: kept } = await this.dataSource.getRepository(NewsroomSetting).findOneByOrFail({ name });
    return kept;
  }

  /** Keeps what is not there yet, unless one of them is there with another value; gives those that are there then. */
  async keepTogether(values: ReadonlyMap<string, string>): Promise<Map<string, string>> {
    return this.alone(async (manager) => {
      const kept = new Map<string, string>();
      for (const name of values.keys()) {
        const value = await keptIn(manager, name);
        if (value !== undefined) kept.set(name, value);
      }
      if ([...kept].some(([name, value]) => value !== values.get(name))) return kept;
      for (const [name, value] of values) await insert(manager, name, value);
      return new Map(values);
    });
  }

  /** Changes it, or keeps it, unless something is kept under the name of `barrier`: gives that instead. */
  async changeUnless(
    barrier: string,
    { name, value }: { name: string; value: string },
  ): Promise<string | undefined> {
    return this.alone(async (manager) => {
      const standing = await keptIn(manager, barrier);
      if (standing === undefined) await manager.getRepository(NewsroomSetting).save({ name, value });
      return standing;
    });
  }

  /** Nobody else writes a setting meanwhile. */
  private alone<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('lock table newsroom_setting in share row exclusive mode');
      return work(manager);
    });
  }
}

async function keptIn(manager: EntityManager, name: string): Promise<string | undefined> {
  return (await manager.getRepository(NewsroomSetting).findOneBy({ name }))?.value;
}

async function insert(manager: EntityManager, name: string, value: string): Promise<void> {
  const settings = manager.getRepository(NewsroomSetting);
  await settings.createQueryBuilder().insert().values({ name, value }).orIgnore().execute();
}
