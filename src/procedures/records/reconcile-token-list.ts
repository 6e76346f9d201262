// Notes what Dremio lists of somebody's tokens: what is gone there ends in our records, what was made elsewhere is known.

import type { Ports } from '../../core/ports.ts'
import type { ExternalToken, ReminderRecord } from '../../core/reminders/reminder-record.ts'
import type { Session } from '../../core/sessions/session.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { type ListedToken, readMark, type Token } from '../../core/tokens/token.ts'
import { refreshTokenCards } from '../messages/refresh-token-cards.ts'
import { markTokenRevoked } from './mark-token-revoked.ts'
import { scheduleReminderCheck } from './schedule-reminders.ts'
import { updateReminderRecord } from './update-reminder-record.ts'
import { writeAuditEntry } from './write-audit-entry.ts'

/** Dremio's clock and ours may differ by so much, milliseconds. */
const CLOCKS = 5 * MINUTE

/**
 * `known` must have been read before Dremio was asked: every one of these was seen there once, so what is missing from
 * the answer is gone. `swept` if nobody asked for it.
 */
export async function reconcileTokenList(
  ports: Ports,
  person: string,
  session: Pick<Session, 'uid' | 'working'>,
  { listed, known, swept = false }: { listed: ListedToken[]; known: Token[]; swept?: boolean },
): Promise<void> {
  const now = ports.clock.now()
  const alive = new Set(listed.map(({ tid }) => tid))
  for (const token of known) {
    // Tokens of a user that they were linked to before live on in that user's list.
    const isGone = token.uid === session.uid && !alive.has(token.tid)
    // One that has ended, or is about to by another clock, need not be listed any more, but did not go before its time.
    if (isGone && token.expiresAt > now + CLOCKS && token.state !== 'revoked') await forgetGone(ports, token)
  }
  const ours = new Set(known.map(({ tid }) => tid))
  const others = listed.filter(
    ({ tid, expiresAt }) => !ours.has(tid) && !session.working.includes(tid) && expiresAt > now,
  )
  const before = await ports.reminderRecords.of(person)
  if (sameTokens(seen(before, session.uid, others, now), before.externalTokens)) {
    if (swept) await updateReminderRecord(ports, person, (record) => ({ ...record, sweptAt: now }))
    return
  }
  await scheduleReminderCheck(ports, person)
  await updateReminderRecord(ports, person, (record) => ({
    ...record,
    externalTokens: seen(record, session.uid, others, now),
    ...(swept && { sweptAt: now }),
  }))
}

function seen({ externalTokens }: ReminderRecord, uid: string, listed: ListedToken[], now: number): ExternalToken[] {
  const known = new Map(externalTokens.map((token) => [token.tid, token]))
  const alive = new Set(listed.map(({ tid }) => tid))
  const kept = externalTokens
    .filter(({ tid }) => !alive.has(tid))
    // One that has ended is not listed any more, but did not go before its time.
    .map((token) => (token.uid === uid && token.expiresAt > now + CLOCKS ? { ...token, gone: true as const } : token))
  const here = listed.map(({ tid, label, createdAt, expiresAt }) => ({
    tid,
    uid,
    label: readMark(label).label,
    createdAt,
    expiresAt,
    since: known.get(tid)?.since ?? now,
  }))
  return [...kept, ...here]
}

function sameTokens(some: ExternalToken[], others: ExternalToken[]): boolean {
  const words = (tokens: ExternalToken[]) =>
    tokens.map(({ tid, label, expiresAt, gone }) => `${tid} ${expiresAt} ${gone} ${label}`).sort()
  return JSON.stringify(words(some)) === JSON.stringify(words(others))
}

/** It was ended at Dremio itself. */
async function forgetGone(ports: Ports, { tid, uid, owner, label }: Token): Promise<void> {
  if (!(await markTokenRevoked(ports, tid))) return
  await writeAuditEntry(ports, {
    action: 'token.revoked',
    by: 'bot',
    for: owner,
    tid,
    uid,
    label,
    note: 'gone at Dremio',
  })
  await refreshTokenCards(ports, tid)
}
