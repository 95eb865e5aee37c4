import type { Answer, PromptRecommender, Question, Step } from '../recommender';
import { RecentlyPopular } from './recently-popular';

/** Where a method knows too few articles, its list goes on with what is read most of late: no list is short. */
export class FilledUp implements PromptRecommender {
  private readonly filling: RecentlyPopular;

  constructor(
    private readonly method: PromptRecommender,
    halfLifeMinutes: number,
  ) {
    this.filling = new RecentlyPopular(halfLifeMinutes);
  }

  list(question: Question, places: number): Answer {
    const list = this.method.list(question, places);
    if (list.length === places) return list;
    return [...new Set([...list, ...this.filling.list(question, places)])].slice(0, places);
  }

  take(step: Step): void {
    this.filling.take(step);
    this.method.take(step);
  }
}
