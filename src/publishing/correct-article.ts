import type { Account } from '../accounts/account';
import { MostreadError } from '../platform/errors';
import { checkText } from './check-values';
import { type ContentChanges, checkChanges } from './content-changes';
import { type Editing, type EditOutcome, type SeenArticle } from './editing';
import { changedContent } from './update-article';
import { EditorialAct } from './workflow';

const NOTE_LENGTH_MAX = 2_000;

export interface CorrectionWanted extends SeenArticle {
  /** What was wrong, for readers. */
  note: string;
  /** Absent where the note is all. */
  changes?: ContentChanges | null;
}

/** Says in public what was wrong, and puts it right. */
export function correctArticle(
  editing: Editing,
  by: Account,
  { note, changes, ...seen }: CorrectionWanted,
): Promise<EditOutcome> {
  const checked = checkChanges(changes ?? {});
  const mistakes = [...wrongWith('note', note, NOTE_LENGTH_MAX), ...checked.mistakes];
  return editing.act(by, EditorialAct.CORRECT, seen, async (look) => {
    const content = await changedContent(look, { ...checked, mistakes });
    return { content, correction: note.trim(), details: { note: note.trim() } };
  });
}

/** Words for readers that must be there. */
export function wrongWith(field: string, text: string, max: number): MostreadError[] {
  try {
    checkText(field, text, max, 'required');
    return [];
  } catch (error) {
    if (error instanceof MostreadError) return [error];
    throw error;
  }
}
