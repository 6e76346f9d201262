// The same human or nothing: whether whoever signed in at Dremio is the person who asked in Slack.
import { type EmailRefusal, isBotError, type Mismatch } from '../errors.ts'
import type { DremioUser } from '../ports.ts'
import { identifyingEmail, type Link, type Person, sameEmail, type Workplace } from './person.ts'

export interface Evidence {
  person: Person
  workplace: Workplace
  /** Which Dremio user they are so far, if that is known. */
  link: Link | undefined
  /** Dremio's id of whoever signed in; undefined if Dremio did not say. */
  uid: string | undefined
  /** Dremio's active people whose name or e-mail address is the person's; undefined if Dremio would not say. */
  matches: readonly DremioUser[] | undefined
}

export type IdentityVerdict =
  /** `user` is set where a link is yet to be made. */
  { same: true; uid: string; user: DremioUser | undefined } | { same: false; because: Mismatch }

/**
 * A link that holds decides alone: it was proved before, or an administrator said so. Without one, exactly one Dremio
 * user must have the person's confirmed address, from a domain that counts, and that user must be the one who signed in.
 * Addresses are compared whole and without regard to case; `ana+x@…` is somebody else than `ana@…`.
 */
export function verifyIdentity({ person, workplace, link, uid, matches }: Evidence): IdentityVerdict {
  if (uid === undefined) return refused('nobody named')
  const byWord = link?.proof === 'administrator'
  if (link && !byWord && !sameEmail(link.email, person.email)) return refused('email changed')
  const refusal = byWord ? undefined : emailRefusal(person, workplace)
  if (refusal) return refused(refusal)
  if (link) return link.uid === uid ? { same: true, uid, user: undefined } : refused('linked to another')
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
