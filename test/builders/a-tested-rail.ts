// A test of two settings of a rail, as a newsroom runs it over HTTP: an editor starts and ends it, clients ask which
// variant their readers see, and report what they have shown and what was clicked.

import { Role } from '../../src/accounts/role';
import { composeRollups } from '../../src/compose/rollups';
import { settingsFrom } from '../../src/compose/settings';
import { systemClock } from '../../src/platform/clock';
import { keyOf } from './a-key';
import type { RunningApi } from './a-running-api';
import { AnEditor } from './a-surroundings-editor';

export const AGENT = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
};

export type VariantName = 'A' | 'B';

export interface ShownList {
  edges: { cursor: string; reason: string; node: { id: string; slug: string; section: { slug: string } } }[];
  snapshot: { id: string };
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
  experiment: { id: string; variant: VariantName; token: string } | null;
}

/** Of any ranked list. */
export const SHOWN_LIST = `edges { cursor reason node { id slug section { slug } } } snapshot { id }
  pageInfo { endCursor hasNextPage } experiment { id variant token }`;

export interface Started {
  experiment: { id: string; state: string; percentB: number; b: Record<string, unknown> } | null;
}

export interface VariantFigures {
  impressions: number;
  clicks: number;
  readers: number;
  clickThrough: number | null;
}

export interface Result {
  a: VariantFigures;
  b: VariantFigures;
  difference: { value: number; low: number; high: number; chance: number } | null;
  verdict: string;
  isUneven: boolean;
  hours: { from: string; a: VariantFigures; b: VariantFigures }[];
}

export interface ReportOutcome {
  status: string;
  userErrors: { code: string; field: string | null }[];
}

const EXPERIMENT = `experiment { id state percentB
  b { perSection leadHours newArticles textWeight readBefore priorClicks } }`;
const FIGURES = 'impressions clicks readers clickThrough';
const RESULT = `result { a { ${FIGURES} } b { ${FIGURES} } difference { value low high chance } verdict isUneven
  hours { from a { ${FIGURES} } b { ${FIGURES} } } }`;
const HOUR_MS = 3_600_000;

export const inHours = (hours: number) => new Date(systemClock.nowMs() + hours * HOUR_MS).toISOString();

export class ATestedRail {
  private readonly editor: AnEditor;

  constructor(
    private readonly api: RunningApi,
    private readonly rail: string,
  ) {
    this.editor = new AnEditor(api, Role.EDITOR);
  }

  start(changes: object) {
    const given = { rail: this.rail, percentB: 50, until: inHours(48), reason: 'Does it lead further?' };
    return this.editor.does<Started>('startExperiment', { ...given, ...changes }, EXPERIMENT);
  }

  end(mutation: 'stopExperiment' | 'adoptVariantB', id: string) {
    return this.editor.does<Started>(mutation, { id, reason: 'We have seen enough.' }, EXPERIMENT);
  }

  async variantOf(bucket: number, headers: Record<string, string> = {}): Promise<VariantName | undefined> {
    const { data } = await this.api.ask<{ experimentVariants: { rail: string; variant: VariantName }[] }>(
      `query ($bucket: Int!) { experimentVariants(bucket: $bucket) { rail experimentId variant until } }`,
      { bucket },
      { headers },
    );
    return data.experimentVariants.find(({ rail }) => rail === this.rail)?.variant;
  }

  impressionsOf(list: ShownList, showing: { bucket: number; visitor: string; eventId: string }) {
    return {
      rail: this.rail,
      ...{ visitor: showing.visitor, eventId: showing.eventId },
      shown: list.edges.map(({ node }, index) => ({ articleId: node.id, slot: index + 1 })),
      experiment: { token: list.experiment!.token, bucket: showing.bucket },
    };
  }

  async reportShown(inputs: object[], headers: Record<string, string> = {}): Promise<ReportOutcome[][]> {
    const { data, errors } = await this.api.ask<{ recordImpressions: { outcomes: ReportOutcome[][] } }>(
      `mutation ($inputs: [RecordImpressionsInput!]!) { recordImpressions(inputs: $inputs) {
        outcomes { status userErrors { code field } } userErrors { code } } }`,
      { inputs },
      { headers: { ...AGENT, ...headers } },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data.recordImpressions.outcomes;
  }

  /** Gives what became of each view. */
  async click(clicks: { list: ShownList; bucket: number; visitor: string }[]): Promise<string[]> {
    const inputs = clicks.map(({ list, bucket, visitor }) => ({
      ...{ articleId: list.edges[0]!.node.id, visitor, rail: this.rail, slot: 1 },
      experiment: { token: list.experiment!.token, bucket },
    }));
    const { data, errors } = await this.api.ask<{ recordViews: { outcomes: { status: string }[] } }>(
      `mutation ($inputs: [RecordViewInput!]!) { recordViews(inputs: $inputs) { outcomes { status } } }`,
      { inputs },
      { headers: AGENT },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data.recordViews.outcomes.map(({ status }) => status);
  }

  /** After everything that waits in Redis has been brought to Postgres. */
  async resultOf(id: string): Promise<Result> {
    const { stores } = this.api;
    const rollups = composeRollups({ ...stores, clock: systemClock }, settingsFrom({}), stores.log);
    if (!(await rollups.flush())) throw new Error('What was counted is not in Postgres');
    const { data, errors } = await this.api.ask<{ experiment: { result: Result } }>(
      `query ($id: ID!) { experiment(id: $id) { ${RESULT} } }`,
      { id },
      { as: await keyOf(stores, Role.EDITOR) },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data.experiment.result;
  }
}
