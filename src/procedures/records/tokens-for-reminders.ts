// The tokens that a person may be reminded of: those made with the bot, and those made elsewhere that a list has shown.
import type { Ports } from '../../core/ports.ts'
import type { RemindedToken } from '../../core/reminders/due-reminders.ts'
import type { ReminderRecord } from '../../core/reminders/reminder-record.ts'
import type { Token } from '../../core/tokens/token.ts'

export async function tokensForReminders(
  { tokens, links }: Pick<Ports, 'tokens' | 'links'>,
  person: string,
  record: Pick<ReminderRecord, 'externalTokens'>,
): Promise<RemindedToken[]> {
  const known = await tokens.of(person)
  const ours = new Set(known.map(({ tid }) => tid))
  const others = record.externalTokens.filter(({ tid }) => !ours.has(tid))
  // What a list showed while they were linked to another Dremio user is that user's, and none of their business.
  const uid = others.length === 0 ? undefined : (await links.of(person))?.uid
  return [...known.map(fromRecord), ...others.filter((token) => token.uid === uid).map(fromList)]
}

function fromRecord({ tid, label, createdAt, expiresAt, request, rotation, ...token }: Token): RemindedToken {
  // From the moment at which there is another one in its place.
  const state = token.state === 'active' && token.replacedBy !== undefined ? 'retiring' : token.state
  const madeHere = request !== undefined
  return { tid, label, createdAt, expiresAt, state, madeHere, ...(rotation && { askedAt: rotation.at }) }
}

function fromList({
  tid,
  label,
  createdAt,
  expiresAt,
  since,
  gone,
}: ReminderRecord['externalTokens'][number]): RemindedToken {
  return { tid, label, createdAt, expiresAt, since, madeHere: false, state: gone ? 'revoked' : 'active' }
}
