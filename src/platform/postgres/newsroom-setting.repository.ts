import type { DataSource } from 'typeorm';
import { NewsroomSetting } from './newsroom-setting.entity';

export class NewsroomSettingRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Undefined where nothing is. */
  async kept(name: string): Promise<string | undefined> {
    return (await this.dataSource.getRepository(NewsroomSetting).findOneBy({ name }))?.value;
  }

  /** Gives what is kept under this name; where nothing is yet, keeps `value`. */
  async keepFirst(name: string, value: string): Promise<string> {
    const settings = this.dataSource.getRepository(NewsroomSetting);
    await settings.createQueryBuilder().insert().values({ name, value }).orIgnore().execute();
    return (await settings.findOneByOrFail({ name })).value;
  }
}
