/** Views that are counted in one way, and their places among all that were reported. */
export class PlacedViews<View> {
  readonly views: View[] = [];
  private readonly places: number[] = [];

  add(view: View, place: number): void {
    this.views.push(view);
    this.places.push(place);
  }

  /** Puts the outcome of each where its view was reported. */
  settle<Outcome>(settled: readonly Outcome[], outcomes: Outcome[]): void {
    this.places.forEach((place, index) => {
      outcomes[place] = settled[index]!;
    });
  }
}
