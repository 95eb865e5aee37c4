/** Who did something, as it was known when it was done: names of keys and people change later. */
export interface ActorName {
  kind: string;
  id: string;
  name: string;
}
