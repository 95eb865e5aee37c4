// Every table of the program, as TypeORM needs to be told, and every migration, oldest first.

import { Article } from '../articles/article.entity';
import { ArticleChange } from '../articles/article-change.entity';
import { Tag } from '../articles/tag.entity';
import { Author } from '../authors/author.entity';
import { Comment } from '../comments/comment.entity';
import { Image } from '../images/image.entity';
import { CreateNewsroom1764000000000 } from '../migrations/1764000000000-create-newsroom';
import { MustReadPick } from '../must-reads/must-read-pick.entity';
import { NewsroomSetting } from '../platform/postgres/newsroom-setting.entity';
import { Section } from '../sections/section.entity';

export const entities = [
  Article,
  ArticleChange,
  Author,
  Comment,
  Image,
  MustReadPick,
  NewsroomSetting,
  Section,
  Tag,
];

export const migrations = [CreateNewsroom1764000000000];
