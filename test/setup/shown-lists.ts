// What a running program shows of Popular Now, and whether it leads the ranking, as a client and a monitor see it.

import type { RunningProgram } from './running-program';

export interface Shown {
  term: number;
  sequence: number;
  atMs: number;
  articles: string[];
}

interface Answer {
  popularNow: { edges: { node: { id: string } }[]; snapshot: { id: string; computedAt: string } };
}

export async function shownBy(program: RunningProgram): Promise<Shown> {
  const { data } = await program.ask<Answer>(
    '{ popularNow(first: 20) { edges { node { id } } snapshot { id computedAt } } }',
  );
  const { edges, snapshot } = data.popularNow;
  const [term, sequence] = snapshot.id.split('-').map(Number) as [number, number];
  return {
    ...{ term, sequence },
    atMs: Date.parse(snapshot.computedAt),
    articles: edges.map(({ node }) => node.id),
  };
}

export async function leads(program: RunningProgram): Promise<boolean> {
  return (await program.figure('mostread_ranking_leader')) === 1;
}
