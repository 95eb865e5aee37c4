import { choiceSetting } from '../platform/config/setting';

export const alsoLikeSettings = {
  newArticles: choiceSetting({
    name: 'ALSO_LIKE_NEW_ARTICLES',
    choices: ['by-score', 'one-of-five'],
    default: 'by-score',
    meaning:
      'Whether one of five places of You May Also Like is kept for the article of the last hour that fits best, by ' +
      'readers in common and by text, or new articles come as their scores have it; where no rule of an editor says ' +
      'else. `npm run evaluate -- recommendations` says what it costs in clicks.',
  }),
};
