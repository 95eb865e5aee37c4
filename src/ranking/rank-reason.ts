/** Why an article stands where it stands on a list. */
export enum RankReason {
  READ_NOW = 'READ_NOW',
  READ_THIS_HOUR = 'READ_THIS_HOUR',
  READ_TODAY = 'READ_TODAY',
  READ_THIS_WEEK = 'READ_THIS_WEEK',
  NEWEST = 'NEWEST',
  EARLIER = 'EARLIER',
  PINNED = 'PINNED',
  PICKED = 'PICKED',
  READ_NEXT = 'READ_NEXT',
  SAME_TOPIC = 'SAME_TOPIC',
  TRENDING = 'TRENDING',
  READ_IN_SECTION = 'READ_IN_SECTION',
  SIMILAR_TEXT = 'SIMILAR_TEXT',
  READ_BEFORE = 'READ_BEFORE',
}

export const rankReasonMeanings: Record<RankReason, string> = {
  READ_NOW: 'It has readers at present: placed by their rate.',
  READ_THIS_HOUR: 'It fills an empty place: read in the last hours, older views counting less.',
  READ_TODAY: 'It fills an empty place: read in the last days, older views counting less.',
  READ_THIS_WEEK: 'It fills an empty place: read in the last weeks, older views counting less.',
  NEWEST: 'Among the newest: it fills an empty place, or is expected to find readers.',
  EARLIER: 'It stood on the list that this page continues, and has left it since.',
  PINNED: 'Editors have fixed it to the top.',
  PICKED: 'Editors have picked it.',
  READ_NEXT: 'Readers of the article, or of what was read before it, went on to this one.',
  SAME_TOPIC: 'It is about the same topic.',
  TRENDING: 'It is read far more than its own past lets expect, or was so a while ago.',
  READ_IN_SECTION: 'It is popular in the section of what was read.',
  SIMILAR_TEXT: 'Its text is like the text of what was read.',
  READ_BEFORE: 'Readers of the article, or of what was read before it, had come from this one.',
};
