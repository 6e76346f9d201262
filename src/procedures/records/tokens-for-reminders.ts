// Lists the tokens of which a person may be reminded: those created with the bot, and external ones seen in a list.
import type { Ports } from '../../core/ports.ts'
import type { RemindedToken } from '../../core/reminders/due-reminders.ts'
import type { ExternalToken, ReminderRecord } from '../../core/reminders/reminder-record.ts'
import type { Token } from '../../core/tokens/token.ts'

export async function tokensForReminders(
  { tokens, links }: Pick<Ports, 'tokens' | 'links'>,
  person: string,
  record: Pick<ReminderRecord, 'externalTokens'>,
): Promise<RemindedToken[]> {
  const known = await tokens.of(person)
  const ours = new Set(known.map(({ tid }) => tid))
  const others = record.externalTokens.filter(({ tid }) => !ours.has(tid))
  // An external token belongs to the Dremio user in whose list it was seen. A person who is linked to another user now
  // is not reminded of it.
  const uid = others.length === 0 ? undefined : (await links.of(person))?.uid
  return [...known.map(fromRecord), ...others.filter((token) => token.uid === uid).map(fromList)]
}

/**
 * The same for bot admins: external tokens in a list of this person's belong to them also while nobody is linked to their
 * Dremio user any more.
 */
export async function tokensKnownOf(
  ports: Pick<Ports, 'tokens' | 'links'>,
  person: string,
  record: Pick<ReminderRecord, 'externalTokens'>,
): Promise<RemindedToken[]> {
  const [ours, strays] = await Promise.all([
    tokensForReminders(ports, person, record),
    strayTokensOf(ports, person, record),
  ])
  return [...ours, ...strays.filter(({ tid }) => ours.every((token) => token.tid !== tid)).map(fromList)]
}

/** External tokens in a list of this person's to whose Dremio user nobody is linked now. */
export async function strayTokensOf(
  { links }: Pick<Ports, 'links'>,
  person: string,
  { externalTokens }: Pick<ReminderRecord, 'externalTokens'>,
): Promise<ExternalToken[]> {
  if (externalTokens.length === 0) return []
  const own = (await links.of(person))?.uid.toLowerCase()
  const uids = [...new Set(externalTokens.map(({ uid }) => uid))].filter((uid) => uid.toLowerCase() !== own)
  const owners = await Promise.all(uids.map((uid) => links.personOf(uid)))
  const strayUsers = new Set(uids.filter((_, index) => owners[index] === undefined))
  return externalTokens.filter(({ uid }) => strayUsers.has(uid))
}

function fromRecord({ tid, label, createdAt, expiresAt, request, rotation, ...token }: Token): RemindedToken {
  // A token counts as retiring as soon as it has a successor, or is to be revoked by its owner.
  const isOver = token.replacedBy !== undefined || token.ended !== undefined
  const state = token.state === 'active' && isOver ? 'retiring' : token.state
  const madeHere = request !== undefined
  const { givenBack } = token
  const facts = { ...(rotation && { askedAt: rotation.at }), ...(givenBack && { givenBack }) }
  return { tid, label, createdAt, expiresAt, state, madeHere, ...facts }
}

function fromList({
  tid,
  label,
  createdAt,
  expiresAt,
  since,
  gone,
  givenBack,
}: ReminderRecord['externalTokens'][number]): RemindedToken {
  const state = gone ? 'revoked' : 'active'
  return { tid, label, createdAt, expiresAt, since, madeHere: false, state, ...(gone && givenBack && { givenBack }) }
}
