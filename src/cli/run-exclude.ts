import { theProgram } from '../accounts/account';
import { type Corrections, composeCorrections } from '../compose/corrections';
import { composeCounting } from '../compose/counting';
import { MostreadError } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { ExclusionOutcome } from '../views/exclude-views';
import { amountsByArticle } from '../views/excluded-articles';
import { exclusionDraftOf, exclusionReasonOf } from '../views/exclusion-draft';
import { ExclusionNotFound } from '../views/exclusions.errors';
import { Rail, ViewSource } from '../views/view-source';
import { type CommandNewsroom, openNewsroomForCommand } from './newsroom-for-command';
import { UsageError } from './usage-error';

export interface ExcludeOptions {
  from?: Date;
  to?: Date;
  source?: string;
  rail?: string;
  slot?: number;
  visitor?: string;
  article?: string;
  reason?: string;
  takeBack?: string;
  dryRun?: boolean;
}

const ARTICLES_SHOWN = 20;

export async function runExclude(options: ExcludeOptions): Promise<void> {
  checkUse(options);
  const command = await openNewsroomForCommand((line) => process.stderr.write(`${line}\n`));
  try {
    const { stores, newsroom, settings, log } = command;
    const counting = composeCounting(stores, newsroom, settings, log);
    const corrections = composeCorrections({ stores, newsroom, counting, settings, log });
    const outcome = await (options.takeBack === undefined
      ? exclude(options, command, corrections)
      : takeBack(options.takeBack, options.reason ?? '', corrections));
    process.stdout.write(`${await linesOf(outcome, command)}\n`);
  } finally {
    await command.close();
  }
}

function checkUse({ from, to, source, rail, reason, takeBack: id, dryRun }: ExcludeOptions): void {
  if (id !== undefined) {
    if (from || to || dryRun) throw new UsageError('--take-back needs only --reason beside it.');
    if (reason === undefined) throw new UsageError('Say why it is taken back: --reason.');
    return;
  }
  if (from === undefined || to === undefined) throw new UsageError('Give a time: --from and --to.');
  if (reason === undefined && !dryRun) throw new UsageError('Say why: --reason.');
  if (source !== undefined && !(source in ViewSource)) {
    throw new UsageError(`--source is one of ${Object.keys(ViewSource).join(', ').toLowerCase()}.`);
  }
  if (rail !== undefined && !(rail in Rail)) {
    throw new UsageError(
      `--rail is one of ${Object.keys(Rail).join(', ').toLowerCase().replaceAll('_', '-')}.`,
    );
  }
}

async function exclude(
  { from, to, source, rail, slot, visitor, article, reason, dryRun }: ExcludeOptions,
  { newsroom, stores }: CommandNewsroom,
  { exclusions }: Corrections,
): Promise<ExclusionOutcome> {
  const wanted = {
    ...{ from: from as Date, to: to as Date, slot, visitorHash: visitor, articleId: article },
    ...{ source: source as ViewSource | undefined, rail: rail as Rail | undefined },
    reason: reason ?? 'a dry run',
  };
  const draft = await exclusionDraftOf(wanted, {
    nowMs: stores.clock.nowMs(),
    articleOf: async (name) => {
      const id = readUuid(name);
      return id === undefined ? newsroom.cards.bySlug(name) : (await newsroom.cards.byIds([id]))[0];
    },
  }).catch((error: unknown) => {
    throw inWordsOfCommand(error);
  });
  return dryRun ? exclusions.dryRun(draft) : exclusions.exclude(draft, theProgram);
}

/** What the API calls by the names of its arguments. */
function inWordsOfCommand(error: unknown): unknown {
  if (!(error instanceof MostreadError) || error.field === undefined) return error;
  const words = error.message.replaceAll('visitorHash', '--visitor').replaceAll('articleId', '--article');
  return new UsageError(words);
}

async function takeBack(id: string, reason: string, { exclusions }: Corrections): Promise<ExclusionOutcome> {
  const known = readUuid(id);
  if (known === undefined) throw new ExclusionNotFound(id);
  return exclusions.takeBack(known, exclusionReasonOf(reason), theProgram);
}

async function linesOf(
  { exclusion, views, amounts }: ExclusionOutcome,
  { newsroom }: CommandNewsroom,
): Promise<string> {
  const articles = amountsByArticle(amounts);
  const counted = `${countOf(views, 'view')} of ${countOf(articles.length, 'article')}`;
  const head =
    exclusion === undefined
      ? `Would exclude ${counted}; nothing was changed.`
      : exclusion.state === 'TAKEN_BACK'
        ? `Taken back: ${counted} count again (${exclusion.id}).`
        : `Excluded ${counted}. To take it back: mostread exclude --take-back ${exclusion.id} --reason "..."`;
  const shown = articles.slice(0, ARTICLES_SHOWN);
  const cards = await newsroom.cards.byNumbers(shown.map(({ article }) => article));
  const rows = shown.map((one, index) => {
    const from = one.counters
      .map(({ source, rail, slot, views: some }) => {
        const place = [rail ?? source, slot].filter((part) => part !== null).join(' ');
        return `${place.toLowerCase().replaceAll('_', '-')} ${some}`;
      })
      .join(', ');
    return `  ${String(one.views).padStart(9)}  ${cards[index]?.slug ?? `article ${one.article}`}  (${from})`;
  });
  const more = articles.length - shown.length;
  return [head, ...rows, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
