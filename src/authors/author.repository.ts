import type { DataSource } from 'typeorm';
import { Author } from './author.entity';

export class AuthorRepository {
  constructor(private readonly dataSource: DataSource) {}

  authorById(id: string): Promise<Author | null> {
    return this.dataSource.getRepository(Author).findOne({ where: { id }, relations: { picture: true } });
  }

  authorBySlug(slug: string): Promise<Author | null> {
    return this.dataSource.getRepository(Author).findOne({ where: { slug }, relations: { picture: true } });
  }
}
