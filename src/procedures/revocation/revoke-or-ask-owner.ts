// Ends a token whose time has come while nobody is at the screen; where only its owner can, they are asked to.
import { BotError, isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Session } from '../../core/sessions/session.ts'
import { DAY, HOUR } from '../../core/time/duration.ts'
import type { Cause, Token } from '../../core/tokens/token.ts'
import { publishRequestCards } from '../messages/publish-request-cards.ts'
import { requireDelivered } from '../messages/require-delivered.ts'
import { sendNotice } from '../messages/send-notice.ts'
import { findOldTokenOutcome } from '../records/old-token-outcome.ts'
import { updateToken } from '../records/update-token.ts'
import { writeAuditEntry } from '../records/write-audit-entry.ts'
import { unattendedSessions } from '../sessions/unattended-sessions.ts'
import { revokeOne } from './revoke-one.ts'

const alarmOf = { unconfirmed: 'chase-receipt', cut: 'cut-old-token' } as const
/** So long a refusal that somebody may put right (a credential, a setting) is only a delay, milliseconds. */
const PATIENCE = HOUR

/**
 * `token` as it was just read, `dueAt` when it was to end (milliseconds since epoch): nothing happens if somebody changed it
 * meanwhile, and its alarm looks again at once. True if it ended. Otherwise it is outstanding: its owner was asked,
 * administrators see it, and it is tried again daily. Throws what may pass: then it is to be run again soon.
 */
export async function revokeOrAskOwner(ports: Ports, token: Token, cause: Cause, dueAt: number): Promise<boolean> {
  const failures: unknown[] = []
  for (const open of unattendedSessions(ports, token, 'revoke')) {
    try {
      const session = await open()
      // As late as can be, for whoever says just now that they have it; before the deed, so that whoever comes after a crash
      // knows what to say of it.
      if (!(await decided(ports, token, cause))) return false
      await end(ports, session, token, cause)
    } catch (error) {
      failures.push(error)
      continue
    }
    await sendRevocationNotice(ports, { ...token, endedFor: cause }, true)
    return true
  }
  const passing = failures.find((error) => mayPass(error, ports.clock.now() - dueAt))
  if (passing !== undefined) throw passing
  if (!(await decided(ports, token, cause))) return false
  await becomeOutstanding(ports, token, cause)
  await sendRevocationNotice(ports, { ...token, endedFor: cause }, false)
  // Last: an alarm that is set anew does not come back for what a crash or Slack left undone. By its expiry at the latest,
  // so that nothing can be pressed any more that is no use.
  await ports.alarms.set(alarmOf[cause], token.tid, Math.min(ports.clock.now() + DAY, token.expiresAt))
  return false
}

/** Once, however often it is called. Throws `slack_unavailable`. */
export async function sendRevocationNotice(ports: Ports, token: Token, isEnded: boolean): Promise<void> {
  const { tid, replacedBy, endedFor, delivery } = token
  const about = endedFor === 'cut' ? replacedBy : tid
  const request = await requestOf(ports, about)
  if (!request || about === undefined) return
  await publishRequestCards(ports, request)
  // They said themselves that it never came, and their card says what is next.
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

/** What nobody but the owner can change (nobody is signed in, this way or Dremio does not allow it) does not pass. */
function mayPass(error: unknown, overdue: number): boolean {
  if (!(error instanceof BotError) || error.kind === 'unavailable') return true
  return error.kind === 'broken' && !isBotError(error, ...lasting) && overdue < PATIENCE
}
const lasting = ['impersonation_refused', 'exchange_refused'] as const

/** False if it is not what it was: its owner has it after all, or keeps it longer, or ended it, or its successor is gone. */
async function decided(ports: Ports, token: Token, cause: Cause): Promise<boolean> {
  const isAsItWas = (now: Token) =>
    now.state === token.state && now.delivery === token.delivery && now.retiresAt === token.retiresAt
  const now = await updateToken(ports, token.tid, (before) =>
    !isAsItWas(before) || before.endedFor === cause ? before : { ...before, endedFor: cause },
  )
  const holds = isAsItWas(now) && (cause !== 'cut' || (await findOldTokenOutcome(ports, token.tid))?.fate === 'ends')
  if (!holds) await ports.alarms.set(alarmOf[cause], token.tid, ports.clock.now())
  return holds
}

async function end(ports: Ports, session: Session, token: Token, cause: Cause): Promise<void> {
  const { tid, uid, owner, label, delivery } = token
  const unconfirmed = delivery === 'undelivered' ? 'said never to have come' : 'never confirmed'
  const note = cause === 'cut' ? 'grace time is over' : unconfirmed
  const writeDown = () =>
    writeAuditEntry(ports, { action: 'token.revoked', by: 'bot', for: owner, tid, uid, label, note })
  await revokeOne(ports, session, tid, { cause, writeDown })
}

async function becomeOutstanding(ports: Ports, token: Token, cause: Cause): Promise<void> {
  const now = ports.clock.now()
  let isNew = false
  await updateToken(ports, token.tid, (before) => {
    isNew = before.outstandingSince === undefined && before.state !== 'revoked'
    return isNew ? { ...before, outstandingSince: now } : before
  })
  if (!isNew) return
  const { tid, uid, owner, label } = token
  const note = cause === 'cut' ? 'only its owner can end it' : 'never confirmed, and only its owner can end it'
  await writeAuditEntry(ports, { action: 'token.outstanding', by: 'bot', for: owner, tid, uid, label, note })
}
