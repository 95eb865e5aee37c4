// What the address of a page says of where its reader came from. Apps, mail and messengers hand on no referrer; what
// newsletters and networks put behind the links is then all there is. The rules are those of Google Analytics' and
// Plausible's channels, brought down to the sources that are counted here (docs/decisions/0036).

import type { ViewSource } from './view-source';

/** What a name or host stands for, where that is known. */
export type SourceOfName = (name: string) => ViewSource | undefined;

const LENGTH_MAX = 8_192;
const mail = /e[-_ ]?mail|newsletter/;
const social = /social|^sm$/;
const search = /^(organic|search|paid-?_?search|sem)$/;

/** Networks and search engines add them to every link, or to their advertisements. */
const clickIds: Readonly<Record<string, ViewSource>> = {
  ...{
    fbclid: 'SOCIAL',
    igshid: 'SOCIAL',
    igsh: 'SOCIAL',
    twclid: 'SOCIAL',
    ttclid: 'SOCIAL',
    li_fat_id: 'SOCIAL',
  },
  ...{ gclid: 'SEARCH', gbraid: 'SEARCH', wbraid: 'SEARCH', msclkid: 'SEARCH' },
};

/** `pageUrl` is a whole address, or its query alone. Undefined where it says nothing. */
export function sourceOfTags(pageUrl: string, sourceOfName: SourceOfName): ViewSource | undefined {
  const from = pageUrl.indexOf('?');
  if (from === -1 || pageUrl.length > LENGTH_MAX) return undefined;
  const [query = ''] = pageUrl.slice(from + 1).split('#', 1);
  const tags = new URLSearchParams(query);
  const tag = (name: string) => (tags.get(name) ?? '').trim().toLowerCase();
  return (
    sourceOfCampaign({ source: tag('utm_source'), medium: tag('utm_medium') }, sourceOfName) ?? ofOthers()
  );

  function ofOthers(): ViewSource | undefined {
    for (const [id, source] of Object.entries(clickIds)) if (tag(id) !== '') return source;
    // Sites use both for purposes of their own as well: only a known value says anything.
    return sourceOfName(tag('source')) ?? sourceOfName(tag('ref'));
  }
}

/** A campaign that is none of these is OTHER: somebody has led the reader here. */
function sourceOfCampaign(
  { source, medium }: { source: string; medium: string },
  sourceOfName: SourceOfName,
): ViewSource | undefined {
  if (source === '' && medium === '') return undefined;
  if (mail.test(medium) || mail.test(source)) return 'OTHER';
  if (social.test(medium)) return 'SOCIAL';
  if (search.test(medium)) return 'SEARCH';
  return sourceOfName(source) ?? 'OTHER';
}
