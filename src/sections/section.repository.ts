import type { DataSource } from 'typeorm';
import { Section } from './section.entity';

export class SectionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** All of them: a newsroom has dozens, not thousands. Siblings in their order. */
  allSections(): Promise<Section[]> {
    return this.dataSource.getRepository(Section).find({ order: { position: 'ASC', name: 'ASC' } });
  }
}
