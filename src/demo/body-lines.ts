// How the body of a demo story is written down: a line is a paragraph; "## " makes it a subhead, "> " a quotation, and
// lines that begin with "- " form one list.

/** HTML of the lines, every character of which is text. */
export function htmlOfLines(lines: readonly string[]): string {
  const blocks: string[] = [];
  let list: string[] = [];
  const endList = () => {
    if (list.length > 0) blocks.push(`<ul>${list.join('')}</ul>`);
    list = [];
  };
  for (const line of lines) {
    if (line.startsWith('- ')) {
      list.push(`<li>${escapeText(line.slice(2))}</li>`);
      continue;
    }
    endList();
    blocks.push(blockOf(line));
  }
  endList();
  return blocks.join('\n');
}

function blockOf(line: string): string {
  if (line.startsWith('## ')) return `<h2>${escapeText(line.slice(3))}</h2>`;
  if (line.startsWith('> ')) return `<blockquote><p>${escapeText(line.slice(2))}</p></blockquote>`;
  return `<p>${escapeText(line)}</p>`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
