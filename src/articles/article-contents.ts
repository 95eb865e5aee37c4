// The text of articles and the pictures in it, in memory. What is kept belongs to the very card that was asked for, not
// to its id: a change makes a new card (card-cache.ts), and with the old one everything that was kept for it is out of
// reach, so that nothing has to be told of changes a second time. What is missing is read in batches.

import { LRUCache } from 'lru-cache';
import type { Image } from '../images/image.entity';
import type { ImageRepository } from '../images/image.repository';
import type { ArticleRepository } from './article.repository';
import type { ArticleCard } from './article-card';
import { ArticleContentsLoader } from './article-contents.loader';

export interface ArticleContentsParts {
  articles: Pick<ArticleRepository, 'bodiesOf'>;
  images: Pick<ImageRepository, 'inlineImagesOf'>;
  /** The texts in all. */
  maxMegabytes: number;
}

const PICTURES_KEPT = 20_000;
/** A letter is one byte or two in memory; so it is never more than allowed. */
const BYTES_A_LETTER = 2;
const BYTES_AN_ENTRY = 200;

export class ArticleContents {
  private readonly bodies: LRUCache<ArticleCard, string>;
  private readonly pictures = new LRUCache<ArticleCard, Image[]>({ max: PICTURES_KEPT });
  private readonly bodyLoader: ArticleContentsLoader<string>;
  private readonly pictureLoader: ArticleContentsLoader<Image[]>;

  constructor({ articles, images, maxMegabytes }: ArticleContentsParts) {
    this.bodies = new LRUCache({
      maxSize: maxMegabytes * 1_048_576,
      sizeCalculation: (body) => body.length * BYTES_A_LETTER + BYTES_AN_ENTRY,
    });
    this.bodyLoader = new ArticleContentsLoader((ids) => articles.bodiesOf(ids), '');
    this.pictureLoader = new ArticleContentsLoader((ids) => images.inlineImagesOf(ids), []);
  }

  /** Sanitised HTML; without a promise when it is in memory. Empty where there is no such article any more. */
  body(card: ArticleCard): string | Promise<string> {
    return this.bodies.get(card) ?? this.readBody(card);
  }

  /** In the order of the text. */
  inlineImages(card: ArticleCard): Image[] | Promise<Image[]> {
    return this.pictures.get(card) ?? this.readPictures(card);
  }

  private async readBody(card: ArticleCard): Promise<string> {
    const body = await this.bodyLoader.load(card.id);
    this.bodies.set(card, body);
    return body;
  }

  private async readPictures(card: ArticleCard): Promise<Image[]> {
    const pictures = await this.pictureLoader.load(card.id);
    this.pictures.set(card, pictures);
    return pictures;
  }
}
