import DataLoader from 'dataloader';
import type { Image } from './image.entity';
import type { ImageRepository } from './image.repository';

/** Pictures in the text by article id, one statement for all that a request asks for. */
export class InlineImagesLoader {
  private readonly loader: DataLoader<string, Image[]>;

  constructor(images: ImageRepository) {
    this.loader = new DataLoader(async (articleIds: readonly string[]) => {
      const found = await images.inlineImagesOf(articleIds);
      return articleIds.map((id) => found.get(id) ?? []);
    });
  }

  load(articleId: string): Promise<Image[]> {
    return this.loader.load(articleId);
  }
}
