import { choiceSetting, numberSetting } from '../platform/config/setting';

export const alsoLikeSettings = {
  newArticles: choiceSetting({
    name: 'ALSO_LIKE_NEW_ARTICLES',
    choices: ['by-score', 'by-worth', 'one-of-five'],
    default: 'by-worth',
    meaning:
      'Whether the last of five places of You May Also Like is kept for the article of the last hour that fits best, ' +
      'by readers in common and by text (one-of-five); or goes to it where its clicks are worth more than those of ' +
      'the article that would stand there (by-worth); or new articles come as their scores have it (by-score). It ' +
      'holds where no rule of an editor says else. `npm run evaluate -- recommendations --new-articles curve` says ' +
      'what it costs in clicks.',
  }),
  newArticleWorth: numberSetting({
    name: 'ALSO_LIKE_NEW_ARTICLE_WORTH',
    ...{ min: 1, max: 100 },
    default: 2.5,
    meaning:
      'With ALSO_LIKE_NEW_ARTICLES by-worth: how many clicks on other articles a click on an article of the last ' +
      'hour is worth.',
  }),
};
