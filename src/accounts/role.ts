import { registerEnumType } from 'type-graphql';
import { Scope } from './scope';

/** Who a caller is, roughly; each role has its scopes, and a key may have fewer. */
export enum Role {
  READER_CLIENT = 'READER_CLIENT',
  SERVICE = 'SERVICE',
  WRITER = 'WRITER',
  EDITOR = 'EDITOR',
  ADMIN = 'ADMIN',
}

registerEnumType(Role, {
  name: 'Role',
  description: 'Who a caller is; each role has its scopes.',
  valuesConfig: {
    READER_CLIENT: { description: "A publisher's site or app: may do what any reader may." },
    SERVICE: {
      description: "A publisher's own server: reports for its visitors, reads the figures of the audience.",
    },
    WRITER: { description: 'Writes drafts.' },
    EDITOR: { description: 'Runs the news: publishes, corrects, withdraws, picks, moderates.' },
    ADMIN: { description: 'Everything, keys and the audit log included.' },
  },
});

const ofReaders = [Scope.VIEWS_REPORT, Scope.COMMENTS_WRITE];
const ofServices = [...ofReaders, Scope.VIEWS_REPORT_FOR_OTHERS, Scope.VISITORS_FORGET, Scope.AUDIENCE_READ];
const ofWriters = [...ofReaders, Scope.ARTICLES_READ, Scope.ARTICLES_WRITE, Scope.AUDIENCE_READ];
const ofEditors = [
  ...ofWriters,
  Scope.ARTICLES_PUBLISH,
  Scope.SECTIONS_WRITE,
  Scope.AUTHORS_WRITE,
  Scope.PICKS_WRITE,
  Scope.RANKING_WRITE,
  Scope.COMMENTS_MODERATE,
];

export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  READER_CLIENT: ofReaders,
  SERVICE: ofServices,
  WRITER: ofWriters,
  EDITOR: ofEditors,
  ADMIN: Object.values(Scope),
};

/** What needs no credential: reading what is public, and this. */
export const scopesOfAnyone: readonly Scope[] = ofReaders;

const roleNames: ReadonlySet<string> = new Set(Object.values(Role));

export function isRole(name: string): name is Role {
  return roleNames.has(name);
}
