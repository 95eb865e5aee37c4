// The place for new articles on the terminal: a line a setting, what it brings them and what it costs.

import { share, withInterval } from '../../popular/report/table';
import type { NewArticlesOutcome, SettingOutcome } from '../new-articles/curve';

type Column = { title: string; of: (setting: SettingOutcome) => string };

export const newArticlesColumns: readonly Column[] = [
  { title: 'new articles', of: ({ name }) => name },
  { title: 'HR@5', of: ({ hit5 }) => withInterval(hit5) },
  { title: 'against by score', of: ({ change }) => (change ? withInterval(change.hit5, '+') : '') },
  { title: 'MRR@5', of: ({ mrr5 }) => share(mrr5.mean) },
  { title: 'against it', of: ({ change }) => (change ? withInterval(change.mrr5, '+') : '') },
  { title: 'target < 1 h', of: ({ hit5OfNew }) => withInterval(hit5OfNew) },
  { title: 'against it', of: ({ change }) => (change ? withInterval(change.hit5OfNew, '+') : '') },
  { title: 'lists with one', of: ({ listsWithNew }) => share(listsWithNew.mean, 3) },
];

export function newArticlesRows({ settings }: NewArticlesOutcome): string[][] {
  return [
    newArticlesColumns.map(({ title }) => title),
    ...settings.map((setting) => newArticlesColumns.map(({ of }) => of(setting))),
  ];
}

export function newArticlesLegend({ stepsToNew }: NewArticlesOutcome): string[] {
  return [
    `new articles: worth n gives one the last of five places where its clicks, each worth n others, are expected to be more. target < 1 h: HR@5 of the ${stepsToNew.toLocaleString('en')} steps to an article that was first read within the hour before. lists with one: of all lists, those that show such an article among five`,
  ];
}
