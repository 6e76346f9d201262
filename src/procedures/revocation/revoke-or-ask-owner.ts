// Revokes a token when its time is over, without its owner; if only the owner can do that, it asks them to.
import { BotError, isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Session } from '../../core/sessions/session.ts'
import { DAY, HOUR } from '../../core/time/duration.ts'
import type { Cause, Token } from '../../core/tokens/token.ts'
import { publishRequestCards } from '../messages/publish-request-cards.ts'
import { requireDelivered } from '../messages/require-delivered.ts'
import { sendNotice } from '../messages/send-notice.ts'
import { findPresentPerson } from '../people/find-present-person.ts'
import { findOldTokenOutcome } from '../records/old-token-outcome.ts'
import { updateToken } from '../records/update-token.ts'
import { unattendedSessions } from '../sessions/unattended-sessions.ts'
import { revokeOne } from './revoke-one.ts'

const alarmOf = { unconfirmed: 'chase-receipt', cut: 'cut-old-token' } as const
/** How long a refusal that an operator may repair (a credential, a setting) counts as temporary, milliseconds. */
const PATIENCE = HOUR

/**
 * `token` as it was just read, `dueAt` when it was to be revoked (milliseconds since epoch). If the token was changed
 * meanwhile, nothing happens and its alarm runs again at once. Resolves to true if the token is revoked. Otherwise it
 * is outstanding: its owner was asked, administrators see it, and a daily alarm tries again. Throws temporary failures;
 * it then has to run again soon.
 */
export async function revokeOrAskOwner(ports: Ports, token: Token, cause: Cause, dueAt: number): Promise<boolean> {
  const failures: unknown[] = []
  for (const open of unattendedSessions(ports, token, 'revoke')) {
    try {
      const session = await open()
      // Recorded as late as possible, so that a receipt that is confirmed right now still counts. Recorded before the
      // revocation, so that a retry after a crash knows what to tell the owner.
      if (!(await recordCause(ports, token, cause))) return false
      await revoke(ports, session, token, cause)
    } catch (error) {
      failures.push(error)
      continue
    }
    await sendRevocationNotice(ports, { ...token, endedFor: cause }, true)
    return true
  }
  const temporary = failures.find((error) => isTemporary(error, ports.clock.now() - dueAt))
  if (temporary !== undefined) throw temporary
  const isHere = (await findPresentPerson(ports, token.owner)) !== undefined
  if (!(await recordCause(ports, token, cause))) return false
  await becomeOutstanding(ports, token, cause, isHere)
  // Somebody who has left can do nothing about it.
  if (isHere) await sendRevocationNotice(ports, { ...token, endedFor: cause }, false)
  // The alarm is set at the end, because an alarm that is set while it is running is not retried after a failure of the
  // steps above. It is due at the expiry at the latest, so that buttons without effect are removed.
  await ports.alarms.set(alarmOf[cause], token.tid, Math.min(ports.clock.now() + DAY, token.expiresAt))
  return false
}

/** Idempotent: the notice is posted only once. Throws `slack_unavailable`. */
export async function sendRevocationNotice(ports: Ports, token: Token, isEnded: boolean): Promise<void> {
  const { tid, replacedBy, endedFor, delivery } = token
  const about = endedFor === 'cut' ? replacedBy : tid
  const request = await requestOf(ports, about)
  if (!request || about === undefined) return
  await publishRequestCards(ports, request)
  // The owner said that the token never arrived, and the card of the request says what comes next.
  if (isEnded && delivery === 'undelivered') return
  const [done, left] =
    endedFor === 'cut'
      ? (['old token revoked', 'owner must revoke old token'] as const)
      : (['revoked', 'owner must revoke'] as const)
  requireDelivered(await sendNotice(ports, request, isEnded ? done : left, about))
}

async function requestOf(ports: Ports, tid: string | undefined) {
  const id = tid === undefined ? undefined : (await ports.tokens.find(tid))?.request
  return id === undefined ? undefined : ports.requests.find(id)
}

/**
 * Failures that only the owner can change are not temporary: the owner is not signed in, or the auth method or Dremio
 * does not allow the revocation.
 */
function isTemporary(error: unknown, overdue: number): boolean {
  if (!(error instanceof BotError) || error.kind === 'unavailable') return true
  return error.kind === 'broken' && !isBotError(error, ...permanent) && overdue < PATIENCE
}
const permanent = ['impersonation_refused', 'exchange_refused'] as const

/**
 * Resolves to false if the token was changed meanwhile: its owner confirmed the receipt, extended the grace period or
 * revoked it, or its successor is gone.
 */
async function recordCause(ports: Ports, token: Token, cause: Cause): Promise<boolean> {
  const isAsItWas = (now: Token) =>
    now.state === token.state && now.delivery === token.delivery && now.retiresAt === token.retiresAt
  const now = await updateToken(ports, token.tid, (before) =>
    !isAsItWas(before) || before.endedFor === cause ? before : { ...before, endedFor: cause },
  )
  const holds = isAsItWas(now) && (cause !== 'cut' || (await findOldTokenOutcome(ports, token.tid))?.outcome === 'ends')
  if (!holds) await ports.alarms.set(alarmOf[cause], token.tid, ports.clock.now())
  return holds
}

async function revoke(ports: Ports, session: Session, token: Token, cause: Cause): Promise<void> {
  const { tid, uid, owner, label, delivery } = token
  const unconfirmed = delivery === 'undelivered' ? 'said never to have come' : 'never confirmed'
  const note = cause === 'cut' ? 'grace time is over' : unconfirmed
  const entry = { action: 'token.revoked', by: 'bot', for: owner, tid, uid, label, note } as const
  await revokeOne(ports, session, tid, entry, { cause })
}

async function becomeOutstanding(ports: Ports, token: Token, cause: Cause, isHere: boolean): Promise<void> {
  const now = ports.clock.now()
  const { tid, uid, owner, label } = token
  const left = isHere ? 'only its owner can end it' : 'they cannot be asked, and nobody else can end it'
  const note = cause === 'cut' ? left : `never confirmed, and ${left}`
  await updateToken(
    ports,
    tid,
    (before) => {
      const isNew = before.outstandingSince === undefined && before.state !== 'revoked'
      return isNew ? { ...before, outstandingSince: now } : before
    },
    () => ({ action: 'token.outstanding', by: 'bot', for: owner, tid, uid, label, note }),
  )
}
