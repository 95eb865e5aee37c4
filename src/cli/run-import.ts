import {
  type ImportParts,
  type ImportReport,
  type ImportRules,
  importFeed,
  tryFeed,
} from '../imports/import-feed';
import { FeedRefused } from '../imports/imports.errors';
import { readLanguage } from '../imports/language';
import { systemClock } from '../platform/clock';
import { lengths } from '../publishing/check-values';
import { slugOf } from '../publishing/slug';
import { INTERRUPTED_STATUS, type Interrupt, listenForInterrupt } from './interrupt';
import { type CommandNewsroom, openNewsroomForCommand, settingsForCommand } from './newsroom-for-command';
import { showProgress } from './progress';
import { sentenceOf } from './sentence-of-error';
import { UsageError } from './usage-error';

export interface ImportOptions {
  section?: string;
  language?: string;
  dryRun?: boolean;
  allowPrivate?: boolean;
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const tell = (line: string) => process.stderr.write(`${line}\n`);

/** One feed after another; one that is refused, or fails, does not keep the others from coming in. */
export async function runImport(places: readonly string[], options: ImportOptions): Promise<number> {
  const interrupt = listenForInterrupt(tell);
  const rules = rulesOf(options, interrupt);
  const opened = new OpenedLate();
  const reports: ImportReport[] = [];
  const without = { refused: 0, failed: 0 };
  try {
    for (const place of places) {
      if (interrupt.isAsked) break;
      try {
        const report = await importOne(place, rules, options.dryRun ? undefined : opened);
        print(sentences(report, options.dryRun ? 'trial' : 'real'));
        reports.push(report);
      } catch (error) {
        if (opened.isClosedToAll) throw error;
        if (error instanceof FeedRefused) without.refused++;
        else without.failed++;
        tell(
          error instanceof FeedRefused
            ? error.message
            : `${place} was not imported completely. ${sentenceOf(error)}`,
        );
      }
    }
  } finally {
    await opened.close();
  }
  if (places.length > 1) print(`\n${summary(reports, without)}`);
  if (interrupt.isAsked) return INTERRUPTED_STATUS;
  return without.refused + without.failed > 0 ? 1 : 0;
}

/** The stores are opened by the first feed that has something to write. */
class OpenedLate {
  private opening: Promise<CommandNewsroom> | undefined;
  /** They could not be opened: no feed can be written. */
  isClosedToAll = false;

  newsroom(): Promise<CommandNewsroom> {
    this.opening ??= openNewsroomForCommand(tell).catch((error) => {
      this.isClosedToAll = true;
      throw error;
    });
    return this.opening;
  }

  async close(): Promise<void> {
    const opened = await this.opening?.catch(() => undefined);
    await opened?.close();
  }
}

async function importOne(
  place: string,
  rules: ImportRules,
  opened: OpenedLate | undefined,
): Promise<ImportReport> {
  if (opened === undefined) return tryFeed(place, rules);
  const parts: ImportParts = {
    write: async (drafts) => (await opened.newsroom()).newsroom.writer.write(drafts),
    publishedBefore: async (source, ids) =>
      (await opened.newsroom()).newsroom.articles.publishedBefore(source, ids),
  };
  let bar: ReturnType<typeof showProgress> | undefined;
  const progress = (done: number, all: number) => {
    bar ??= showProgress({ title: place, all, unit: 'items' });
    bar.update(done);
  };
  try {
    return await importFeed(place, parts, { ...rules, progress });
  } finally {
    bar?.end();
  }
}

function rulesOf(options: ImportOptions, interrupt: Interrupt): ImportRules {
  const { settings } = settingsForCommand();
  const language = options.language === undefined ? undefined : readLanguage(options.language);
  if (options.language !== undefined && language === undefined) {
    throw new UsageError(`--language ${options.language} is no language code; write en, ko or pt.`);
  }
  if (options.section !== undefined && options.section.trim() === '') {
    throw new UsageError('--section is empty; give it a slug or a name.');
  }
  if (options.section !== undefined && options.section.trim().length > lengths.name) {
    throw new UsageError(`--section has more than ${lengths.name} characters; give it a shorter name.`);
  }
  return {
    clock: systemClock,
    maxBytes: settings.imports.maxBytes,
    timeoutMs: settings.imports.timeoutSeconds * 1_000,
    addresses: options.allowPrivate ? 'all' : 'public',
    section: options.section === undefined ? undefined : sectionOf(options.section.trim()),
    language,
    isStopped: () => interrupt.isAsked,
  };
}

/** "world news" and "world-news" are one section; a new one given by its slug is named with a capital. */
function sectionOf(written: string): { slug: string; name: string } {
  const slug = slugOf(written);
  const name =
    written === slug
      ? slug.replaceAll('-', ' ').replace(/^\p{Letter}/u, (first) => first.toUpperCase())
      : written;
  return { slug, name };
}

function sentences(report: ImportReport, kind: 'trial' | 'real'): string {
  const { place, section, added, updated, unchanged, kept, left, skipped, datedByImport } = report;
  const into = `section "${section.name}" (${section.slug})`;
  const lines = [
    kind === 'trial'
      ? `${place}: would bring ${added} articles into ${into}, ${sumOf(skipped)} skipped`
      : `${place}: ${added} added, ${updated} updated, ${unchanged} unchanged, ${sumOf(skipped)} skipped; ${into}`,
  ];
  if (skipped.size > 0) lines.push(`  skipped: ${listOf(skipped)}`);
  if (datedByImport.size > 0) lines.push(`  dated by their first import: ${listOf(datedByImport)}`);
  if (kept > 0)
    lines.push(`  kept as editors have changed them: ${kept}, though the feed has something else`);
  if (left > 0) lines.push(`  ${left} not reached; the same command again completes it`);
  return lines.join('\n');
}

const sumOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, one) => sum + one, 0);

const listOf = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([why, count]) => `${count} ${count === 1 ? 'has' : 'have'} ${why}`).join(', ');

function summary(
  reports: readonly ImportReport[],
  { refused, failed }: { refused: number; failed: number },
): string {
  const total = (count: (report: ImportReport) => number) =>
    reports.reduce((sum, report) => sum + count(report), 0);
  const figures = [
    `${total(({ added }) => added)} added`,
    `${total(({ updated }) => updated)} updated`,
    `${total(({ unchanged }) => unchanged)} unchanged`,
    `${total(({ skipped }) => sumOf(skipped))} skipped`,
  ];
  return `${reports.length} feeds: ${figures.join(', ')}; ${refused} refused${failed > 0 ? `, ${failed} failed` : ''}`;
}
