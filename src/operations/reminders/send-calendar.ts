// Sends the actor a calendar file with the expiry of each of their tokens.

import { cleanLine } from '../../core/clean-text.ts'
import { isBotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { living } from '../../core/reminders/due-reminders.ts'
import { shortId } from '../../core/tokens/token-id.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { enforceRateLimit } from '../../procedures/access/enforce-rate-limit.ts'
import { tokensForReminders } from '../../procedures/records/tokens-for-reminders.ts'

export interface SentCalendar {
  /** The tokens in the file, soonest expiry first. Without any token no file is sent. */
  tokens: { label: string; expiresAt: number }[]
  /** The Slack scope that is missing to send a file. Undefined if the file was sent. */
  missingScope?: string
}

/** Throws `slack_unavailable`, and what `enforceRateLimit` and `admit` throw. */
export async function sendCalendar(ports: Ports, actor: Actor): Promise<SentCalendar> {
  const person = await admit(ports, actor)
  await enforceRateLimit(ports, person, 'look')
  const { id } = person
  const now = ports.clock.now()
  const found = living(await tokensForReminders(ports, id, await ports.reminderRecords.of(id)), now)
  const tokens = found.toSorted((one, other) => one.expiresAt - other.expiresAt)
  if (tokens.length === 0) return { tokens }
  const entries = tokens.map(({ tid, label, expiresAt }) => ({
    // The short id, because people share their calendars.
    uid: `${shortId(tid)}@dremio-pat`,
    at: expiresAt,
    label: cleanLine(label),
  }))
  try {
    await ports.messenger.sendCalendar(id, entries)
    return { tokens }
  } catch (error) {
    if (isBotError(error, 'slack_scope_missing')) return { tokens, missingScope: error.facts.scope }
    throw error
  }
}
