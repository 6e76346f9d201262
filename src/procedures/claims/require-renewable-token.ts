// Refuses a claim for another Dremio user than was approved, and of a renewal whose old token was revoked meanwhile.
import { BotError } from '../../core/errors.ts'
import type { Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import type { Session } from '../../core/sessions/session.ts'
import { markTokenRevoked } from '../records/mark-token-revoked.ts'
import { isDecidedAsRenewal } from '../requests/reevaluate-request.ts'

/**
 * Checked with the session, because a first sign-in tells only then who the person is at Dremio. Throws
 * `other_dremio_user`.
 */
export async function requireSameUser(ports: Ports, request: Request, session: Session): Promise<void> {
  const old = request.replaces && (await ports.tokens.find(request.replaces.tid))
  const approvedFor = request.uid ?? old?.uid
  if (approvedFor !== undefined && approvedFor !== session.uid) {
    throw new BotError('other_dremio_user', { label: request.label })
  }
}

/**
 * A rule for renewals is for a token that works, or that worked until it expired, and not for one that was revoked here
 * or at Dremio. Throws `nothing_to_renew`, and Dremio's codes.
 */
export async function requireRenewableToken(
  ports: Ports,
  request: Request,
  { person, session }: { person: Person; session: Session },
): Promise<void> {
  const { replaces, rule, label, id } = request
  if (!replaces || !(await isDecidedAsRenewal(ports, request, person))) return
  const old = await ports.tokens.find(replaces.tid)
  if (old && old.state !== 'revoked') {
    if ((await ports.dremioTokens.list(session)).some(({ tid }) => tid === replaces.tid)) return
    const hasExpired = replaces.expiresAt <= ports.clock.now()
    // An expired token is not listed. Whether somebody had revoked it before is known only if it was seen.
    if (hasExpired && replaces.seenAt !== undefined) return
    if (!hasExpired) await markTokenRevoked(ports, replaces.tid)
  }
  throw new BotError('nothing_to_renew', { label, rule, request: id })
}
