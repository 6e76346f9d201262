// Sends a browser that came with a link from Slack to the page where its person signs in.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import { admitHolder } from '../people/admit-holder.ts'

/**
 * Opening it uses nothing up, because clients and scanners open links before people do: only a completed sign-in does.
 * Throws `sign_in_link`, `person_refused`, `provider_unavailable`.
 */
export async function openSignIn(ports: Ports, ticket: string): Promise<{ page: string }> {
  const found = await ports.signIns.find(ticket)
  if (!found || !ports.sessions.signIn) throw new BotError('sign_in_link', { because: 'unknown' })
  if (found.used) throw new BotError('sign_in_link', { because: 'used' })
  await admitHolder(ports, found.about)
  const state = ports.ids.unguessable()
  const { page, kept } = await ports.sessions.signIn.begin(state)
  await ports.signIns.begin(state, ticket, kept)
  return { page }
}
