import type { DataSource } from 'typeorm';
import type { Image } from './image.entity';

export class ImageRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The pictures in the texts of these articles, in the order of each text. */
  async inlineImagesOf(articleIds: readonly string[]): Promise<Map<string, Image[]>> {
    const rows: (Image & { articleId: string })[] = await this.dataSource.query(
      `select ai.article_id as "articleId", i.id, i.url, i.alt, i.caption, i.credit, i.width, i.height,
         i.version
       from article_image ai join image i on i.id = ai.image_id
       where ai.article_id = any($1::uuid[]) order by ai.article_id, ai.position`,
      [articleIds],
    );
    const images = new Map<string, Image[]>();
    for (const { articleId, ...image } of rows) {
      images.set(articleId, [...(images.get(articleId) ?? []), image]);
    }
    return images;
  }
}
