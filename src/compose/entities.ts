// Every table of the program, as TypeORM needs to be told, and every migration, oldest first.

import { ApiKeyRow } from '../accounts/api-key.entity';
import { AuditEntry } from '../accounts/audit-entry.entity';
import { Article } from '../articles/article.entity';
import { ArticleChange } from '../articles/article-change.entity';
import { Correction } from '../articles/correction.entity';
import { Tag } from '../articles/tag.entity';
import { Author } from '../authors/author.entity';
import { Comment } from '../comments/comment.entity';
import { CommentClosure } from '../comments/comment-closure.entity';
import { CommentReport } from '../comments/comment-report.entity';
import { Image } from '../images/image.entity';
import { CreateNewsroom1764000000000 } from '../migrations/1764000000000-create-newsroom';
import { IndexImageReferences1764000100000 } from '../migrations/1764000100000-index-image-references';
import { IndexAuthorEmail1764000200000 } from '../migrations/1764000200000-index-author-email';
import { AddAuditAndKindsOfChange1764000300000 } from '../migrations/1764000300000-add-audit-and-kinds-of-change';
import { AddApiKeys1764000400000 } from '../migrations/1764000400000-add-api-keys';
import { AddEditing1764000500000 } from '../migrations/1764000500000-add-editing';
import { VersionSurroundings1764000600000 } from '../migrations/1764000600000-version-surroundings';
import { VersionPicks1764000610000 } from '../migrations/1764000610000-version-picks';
import { ModerateComments1764000700000 } from '../migrations/1764000700000-moderate-comments';
import { AddRollups1764000800000 } from '../migrations/1764000800000-add-rollups';
import { NoteAbsentLineages1764000820000 } from '../migrations/1764000820000-note-absent-lineages';
import { AddMostRead1764000830000 } from '../migrations/1764000830000-add-most-read';
import { ShortenLongSums1764000831000 } from '../migrations/1764000831000-shorten-long-sums';
import { NoteFlushes1764000832000 } from '../migrations/1764000832000-note-flushes';
import { AddExclusions1764000840000 } from '../migrations/1764000840000-add-exclusions';
import { AddRankingHistory1764000910000 } from '../migrations/1764000910000-add-ranking-history';
import { AddRankingRules1764000920000 } from '../migrations/1764000920000-add-ranking-rules';
import { GivePinsAReason1764000940000 } from '../migrations/1764000940000-give-pins-a-reason';
import { AddSimilarTexts1764000950000 } from '../migrations/1764000950000-add-similar-texts';
import { AddExperiments1764000955000 } from '../migrations/1764000955000-add-experiments';
import { VersionTextIndex1764000970000 } from '../migrations/1764000970000-version-text-index';
import { MustReadPick } from '../must-reads/must-read-pick.entity';
import { NewsroomSetting } from '../platform/postgres/newsroom-setting.entity';
import { ArticleRevision } from '../publishing/article-revision.entity';
import { Section } from '../sections/section.entity';

export const entities = [
  ApiKeyRow,
  Article,
  ArticleChange,
  ArticleRevision,
  AuditEntry,
  Author,
  Comment,
  CommentClosure,
  CommentReport,
  Correction,
  Image,
  MustReadPick,
  NewsroomSetting,
  Section,
  Tag,
];

export const migrations = [
  CreateNewsroom1764000000000,
  IndexImageReferences1764000100000,
  IndexAuthorEmail1764000200000,
  AddAuditAndKindsOfChange1764000300000,
  AddApiKeys1764000400000,
  AddEditing1764000500000,
  VersionSurroundings1764000600000,
  VersionPicks1764000610000,
  ModerateComments1764000700000,
  AddRollups1764000800000,
  NoteAbsentLineages1764000820000,
  AddMostRead1764000830000,
  ShortenLongSums1764000831000,
  NoteFlushes1764000832000,
  AddExclusions1764000840000,
  AddRankingHistory1764000910000,
  AddRankingRules1764000920000,
  GivePinsAReason1764000940000,
  AddSimilarTexts1764000950000,
  AddExperiments1764000955000,
  VersionTextIndex1764000970000,
];
