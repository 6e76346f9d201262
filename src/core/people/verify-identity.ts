// Verifies that the Dremio user who signed in is the same human as the person who asked in Slack.
import { isBotError } from '../errors.ts'
import type { DremioUser } from '../ports.ts'
import type { EmailRefusal, Mismatch } from './identity-refusals.ts'
import { identifyingEmail, type Link, type Person, sameEmail, type Workplace } from './person.ts'

export interface Evidence {
  person: Person
  workplace: Workplace
  /** The Dremio user to whom the person is linked already, if there is one. */
  link: Link | undefined
  /** Dremio's id of the user who signed in. Undefined if Dremio did not say. */
  uid: string | undefined
  /**
   * Active Dremio users whose name or e-mail address equals the person's address. Undefined if Dremio does not let us
   * look.
   */
  matches: readonly DremioUser[] | undefined
}

export type IdentityVerdict =
  /** `user` is set if a link has to be made. */
  { same: true; uid: string; user: DremioUser | undefined } | { same: false; because: Mismatch }

/**
 * A valid link decides alone, because it was proved before or an administrator made it. Without a link, exactly one
 * Dremio user must have the person's confirmed address from an accepted domain, and that user must be the one who
 * signed in. Addresses are compared whole and without regard to case, so `ana+x@…` does not match `ana@…`.
 */
export function verifyIdentity({ person, workplace, link, uid, matches }: Evidence): IdentityVerdict {
  if (uid === undefined) return refused('nobody named')
  const byWord = link?.proof === 'administrator'
  if (link && !byWord && !sameEmail(link.email, person.email)) return refused('email changed')
  const refusal = byWord ? undefined : emailRefusal(person, workplace)
  if (refusal) return refused(refusal)
  if (link) {
    if (link.uid === uid) return { same: true, uid, user: undefined }
    return refused(byWord ? 'assigned to another' : 'linked to another')
  }
  if (matches === undefined) return refused('not told')
  if (matches.length > 1) return refused('several users')
  const [user] = matches
  return user?.uid === uid ? { same: true, uid, user } : refused('somebody else')
}

function emailRefusal(person: Person, workplace: Workplace): EmailRefusal | undefined {
  try {
    identifyingEmail(person, workplace)
    return undefined
  } catch (error) {
    if (isBotError(error, 'email_refused')) return error.facts.because
    throw error
  }
}

function refused(because: Mismatch): IdentityVerdict {
  return { same: false, because }
}
