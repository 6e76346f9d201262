// What a way of acting as a person states about itself, and what that comes to at one kind of Dremio.
import type { Capability } from '../../core/errors.ts'
import type { Secret } from '../../core/secret.ts'
import type { AuthMethod, Capabilities, Session, SessionSubject, SignIn } from '../../core/sessions/session.ts'

/** The kinds of Dremio that differ in what they allow (Software 25 stands for all before 26). */
export const kinds = ['Cloud', 'Software 25', 'Software 26'] as const
export type DremioKind = (typeof kinds)[number]

export interface AuthMethodCapabilities {
  method: AuthMethod
  /** Not yet proved on a live server. */
  experimental?: true
  worksAt: readonly DremioKind[]
  /** People have to sign in with a browser. */
  attended: boolean
  /** It can keep refresh tokens (`DREMIO_OFFLINE`) and then acts unattended as well. */
  offline: boolean
  /** It finds the Dremio user with an e-mail address by itself. */
  looksUp: boolean
  /** For whom it does not act, if for anybody. */
  except?: string
}

/** A way at work: how it comes by an access token. The abilities and the bot's own tokens are seen to elsewhere. */
export interface SessionProvider {
  signIn?: SignIn
  actAs(who: SessionSubject): Promise<{ accessToken: Secret } & Pick<Session, 'refused'>>
  /** As `Sessions.keeps`, `Sessions.release` and `Sessions.forget`. */
  keeps(person: string): Promise<boolean>
  release(person: string): Promise<void>
  forget(person: string): Promise<boolean>
}

/** For the ways that keep nothing of anybody. */
export const nothingKept = { keeps: async () => false, release: async () => {}, forget: async () => false }

/** Without an administrator's credential. */
export function capabilitiesAt(statement: AuthMethodCapabilities, kind: DremioKind, offline: boolean): Capabilities {
  const works = statement.worksAt.includes(kind)
  const can: Record<Capability, boolean> = {
    create: works,
    list: works,
    revoke: works,
    'look up': works && statement.looksUp,
  }
  const unattended = works && (!statement.attended || (statement.offline && offline))
  return { can, unattended, forOthers: { list: false, revoke: false } }
}
