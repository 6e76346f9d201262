// What an auth method states about itself, and what follows from that at one kind of Dremio.
import type { Capability } from '../../core/errors.ts'
import type { Secret } from '../../core/secret.ts'
import type { AuthMethod, Capabilities, Session, SessionSubject, SignIn } from '../../core/sessions/session.ts'

/** The kinds of Dremio that differ in what they allow (Software 25 stands for all versions before 26). */
export const kinds = ['Cloud', 'Software 25', 'Software 26'] as const
export type DremioKind = (typeof kinds)[number]

export interface AuthMethodCapabilities {
  method: AuthMethod
  /** Not yet proved on a live server. */
  experimental?: true
  worksAt: readonly DremioKind[]
  /** People have to sign in with a browser. */
  attended: boolean
  /** It can store refresh tokens (`DREMIO_OFFLINE`), and then also works unattended. */
  offline: boolean
  /** It can find the Dremio user with an e-mail address by itself. */
  looksUp: boolean
  /** People for whom it does not work, if there are any. */
  except?: string
}

/**
 * An auth method at work: it gets access tokens. sessions.ts adds the capabilities and the ids of the bot's own tokens.
 */
export interface SessionProvider {
  signIn?: SignIn
  actAs(who: SessionSubject): Promise<{ accessToken: Secret } & Pick<Session, 'refused'>>
  /** As `Sessions.keeps`, `Sessions.release` and `Sessions.forget`. */
  keeps(person: string): Promise<boolean>
  release(person: string): Promise<void>
  forget(person: string): Promise<boolean>
}

/** For auth methods that store no sessions. */
export const nothingKept = { keeps: async () => false, release: async () => {}, forget: async () => false }

/** The capabilities without an administrator's credential. */
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
