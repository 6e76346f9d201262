// Compares Dremio's list of tokens with our records: marks missing ones as revoked, and records external ones.

import type { Ports } from '../../core/ports.ts'
import type { ExternalToken, ReminderRecord } from '../../core/reminders/reminder-record.ts'
import type { Session } from '../../core/sessions/session.ts'
import { DAY, MINUTE } from '../../core/time/duration.ts'
import { type ListedToken, readMark, type Token } from '../../core/tokens/token.ts'
import { refreshTokenCards } from '../messages/refresh-token-cards.ts'
import { markTokenRevoked } from './mark-token-revoked.ts'
import { scheduleReminderCheck } from './schedule-reminders.ts'
import { updateReminderRecord } from './update-reminder-record.ts'

/** How much Dremio's clock and ours may differ, milliseconds. */
const CLOCKS = 5 * MINUTE

/**
 * `known` must have been read before the list was requested. Then each of its tokens existed at Dremio, so a token that
 * is missing from the list is gone. `swept` says that the daily sweep requested the list, and not a person.
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
    // This list does not contain the tokens of a Dremio user to whom the person was linked before.
    const isGone = token.uid === session.uid && !alive.has(token.tid)
    // An expired token may be missing from the list without having been revoked. By Dremio's clock it may expire a
    // little earlier.
    if (isGone && token.expiresAt > now + CLOCKS && token.state !== 'revoked') await recordGone(ports, token)
  }
  const ours = new Set(known.map(({ tid }) => tid))
  const others = listed.filter(
    ({ tid, expiresAt }) => !ours.has(tid) && !session.working.includes(tid) && expiresAt > now,
  )
  const before = await ports.reminderRecords.of(person)
  if (sameTokens(seen(before, session.uid, others, now), before.externalTokens)) {
    // Where nobody sweeps, a person's own look is written down too, once a day.
    if (swept || now - (before.listedAt ?? 0) > DAY) {
      await updateReminderRecord(ports, person, (record) => ({
        ...record,
        ...(swept && { sweptAt: now }),
        listedAt: now,
      }))
    }
    return
  }
  await scheduleReminderCheck(ports, person)
  await updateReminderRecord(ports, person, (record) => ({
    ...record,
    externalTokens: seen(record, session.uid, others, now),
    listedAt: now,
    ...(swept && { sweptAt: now }),
  }))
}

function seen({ externalTokens }: ReminderRecord, uid: string, listed: ListedToken[], now: number): ExternalToken[] {
  const known = new Map(externalTokens.map((token) => [token.tid, token]))
  const alive = new Set(listed.map(({ tid }) => tid))
  const kept = externalTokens
    .filter(({ tid }) => !alive.has(tid))
    // An expired token is missing from the list, but was not revoked.
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

/** The token was revoked at Dremio itself. */
async function recordGone(ports: Ports, { tid, uid, owner, label }: Token): Promise<void> {
  const entry = { action: 'token.revoked', by: 'bot', for: owner, tid, uid, label, note: 'gone at Dremio' } as const
  if (!(await markTokenRevoked(ports, tid, {}, () => entry))) return
  await refreshTokenCards(ports, tid)
}
