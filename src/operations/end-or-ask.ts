// Ends a token whose time has come while nobody is at the screen; where only its owner can, they are asked to.
import { BotError } from '../core/errors.ts'
import { DAY } from '../core/lifetime.ts'
import type { Ports } from '../core/ports.ts'
import type { Session } from '../core/session.ts'
import type { Token } from '../core/token.ts'
import { changeToken } from './change-token.ts'
import { mustHear } from './must-hear.ts'
import { record } from './record.ts'
import { revokeOne } from './revoke-one.ts'
import { showCards } from './show-cards.ts'
import { whoAs } from './who-as.ts'

/** Why it has to end: its owner never said that they have it, or its grace time is over. */
export type Cause = 'unconfirmed' | 'cut'

const alarmOf = { unconfirmed: 'chase-receipt', cut: 'cut-old-token' } as const

/**
 * `token` as it was just read: nothing happens if somebody changed it meanwhile, and its alarm looks again at once. True if
 * it ended. Otherwise it is outstanding: its owner was asked, administrators see it, and it is tried again daily. Throws
 * what is `unavailable`: then it is to be run again soon.
 */
export async function endOrAsk(ports: Ports, token: Token, cause: Cause): Promise<boolean> {
  for (const open of [ownSession, administratorsSession]) {
    const session = await orNothing(open(ports, token))
    if (!session) continue
    // As late as can be, for whoever says just now that they have it; before the deed, so that whoever comes after a crash
    // knows what to say of it.
    if (!(await decided(ports, token, cause))) return false
    if (await orNothing(end(ports, session, token, cause))) {
      await sayHowItEnded(ports, { ...token, endedFor: cause }, true)
      return true
    }
  }
  if (!(await decided(ports, token, cause))) return false
  await becomeOutstanding(ports, token, cause)
  await sayHowItEnded(ports, { ...token, endedFor: cause }, false)
  return false
}

/** Once, however often it is called. Throws `slack_unavailable`. */
export async function sayHowItEnded(ports: Ports, token: Token, isEnded: boolean): Promise<void> {
  const { tid, replacedBy, endedFor, delivery } = token
  const request = await requestOf(ports, endedFor === 'cut' ? replacedBy : tid)
  if (!request) return
  await showCards(ports, request)
  // They said themselves that it never came, and their card says what is next.
  if (isEnded && delivery === 'undelivered') return
  const step = endedFor === 'cut' ? (isEnded ? 'cut' : 'cut owed') : isEnded ? 'ended' : 'owed'
  mustHear(await ports.messenger.showStep(request, step))
}

async function requestOf(ports: Ports, tid: string | undefined) {
  const id = tid === undefined ? undefined : (await ports.tokens.find(tid))?.request
  return id === undefined ? undefined : ports.requests.find(id)
}

/** Undefined for what waiting does not mend: nobody is signed in, or this way or Dremio does not allow it. */
async function orNothing<T>(trying: Promise<T>): Promise<T | undefined> {
  try {
    return await trying
  } catch (error) {
    if (error instanceof BotError && error.kind !== 'unavailable') return undefined
    throw error
  }
}

async function ownSession(ports: Ports, { owner, uid }: Token): Promise<Session> {
  return ports.sessions.actAs(await whoAs(ports, owner, uid), 'revoke')
}

async function administratorsSession(ports: Ports, { uid }: Token): Promise<Session> {
  return ports.sessions.onBehalf(uid, 'revoke')
}

/** False if it is not what it was: its owner has it after all, or keeps it longer, or ended it. */
async function decided(ports: Ports, token: Token, cause: Cause): Promise<boolean> {
  const isAsItWas = (now: Token) =>
    now.state === token.state && now.delivery === token.delivery && now.retiresAt === token.retiresAt
  const now = await changeToken(ports, token.tid, (before) =>
    !isAsItWas(before) || before.endedFor === cause ? before : { ...before, endedFor: cause },
  )
  if (isAsItWas(now)) return true
  await ports.alarms.set(alarmOf[cause], token.tid, ports.clock.now())
  return false
}

async function end(ports: Ports, session: Session, token: Token, cause: Cause): Promise<true> {
  const { tid, uid, owner, label } = token
  await revokeOne(ports, session, tid)
  const note = cause === 'cut' ? 'grace time is over' : 'never confirmed'
  await record(ports, { deed: 'revoked', by: 'bot', for: owner, tid, uid, label, note })
  return true
}

async function becomeOutstanding(ports: Ports, token: Token, cause: Cause): Promise<void> {
  const now = ports.clock.now()
  await ports.alarms.set(alarmOf[cause], token.tid, now + DAY)
  let isNew = false
  await changeToken(ports, token.tid, (before) => {
    isNew = before.outstandingSince === undefined && before.state !== 'revoked'
    return isNew ? { ...before, outstandingSince: now } : before
  })
  if (!isNew) return
  const { tid, uid, owner, label } = token
  const note = cause === 'cut' ? 'only its owner can end it' : 'never confirmed, and only its owner can end it'
  await record(ports, { deed: 'outstanding', by: 'bot', for: owner, tid, uid, label, note })
}
