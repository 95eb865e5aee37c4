// Questions about the audience: the most and the least read, series, sources, recirculation; and the worker's part,
// which works out the lists that are asked for most.

import { ArticleAudienceResolver } from '../audience/article-audience.resolver';
import { AudienceFigures } from '../audience/audience-figures';
import { Calendar } from '../audience/calendar';
import { FiguresRepository } from '../audience/figures.repository';
import { KeptLists } from '../audience/kept-lists';
import { MostRead } from '../audience/most-read';
import { MostReadResolver } from '../audience/most-read.resolver';
import { MostReadKeeper } from '../audience/most-read-keeper';
import { MostReadListsRepository } from '../audience/most-read-lists.repository';
import { RollupReading } from '../audience/rollup-reading.repository';
import { SiteAudienceResolver } from '../audience/site-audience.resolver';
import { BoardStore } from '../boards/board.store';
import type { Log } from '../platform/log/log';
import type { Newsroom } from './newsroom';
import type { Settings } from './settings';
import type { Stores } from './stores';

export type AudienceStores = Pick<Stores, 'dataSource' | 'redis' | 'clock'>;
export type AudienceSettings = Pick<Settings, 'audience' | 'rollups' | 'visitors'>;

export function resolversForAudience(
  { dataSource, redis, clock }: AudienceStores,
  newsroom: Pick<Newsroom, 'articles' | 'authors' | 'cards' | 'sections'>,
  { audience, rollups, visitors }: AudienceSettings,
): object[] {
  const { articles, authors, cards, sections } = newsroom;
  const calendar = new Calendar(visitors.timeZone);
  const reading = new RollupReading({ dataSource, ...audience });
  const lists = new MostRead({
    ...{ reading, articles, authors, cards, sections, calendar, clock },
    kept: new KeptLists(new MostReadListsRepository(dataSource), clock),
    boards: new BoardStore(redis),
  });
  const figures = new FiguresRepository(reading, calendar);
  const audienceFigures = new AudienceFigures({
    ...{ figures, sections, calendar, clock },
    keepApartDays: rollups.keepApartDays,
  });
  return [
    new ArticleAudienceResolver(audienceFigures, figures),
    new MostReadResolver(lists, calendar, clock),
    new SiteAudienceResolver(audienceFigures),
  ];
}

export function composeMostReadKeeper(
  { dataSource, redis, clock }: AudienceStores,
  { sections }: Pick<Newsroom, 'sections'>,
  { visitors }: Pick<Settings, 'visitors'>,
  log: Log,
): MostReadKeeper {
  return new MostReadKeeper({
    ...{ sections, clock, log },
    lists: new MostReadListsRepository(dataSource),
    boards: new BoardStore(redis),
    calendar: new Calendar(visitors.timeZone),
  });
}
