// Sends a browser that came with a link from Slack to the page where its person signs in.
import type { Ports } from '../../core/ports.ts'
import { checkSignInLink } from './check-sign-in-link.ts'

/**
 * Opening it uses nothing up, because clients and scanners open links before people do: only a completed sign-in does.
 * Nor is anybody looked up: who the person is counts when they come back, and a link that is opened again and again must
 * not cost Slack anything. Throws `sign_in_link`, `provider_unavailable`.
 */
export async function openSignIn(ports: Ports, ticket: string): Promise<{ page: string }> {
  const { signIn } = await checkSignInLink(ports, ticket)
  const state = ports.signIns.stateFor(ticket, ports.ids.unguessable())
  const { page, kept } = await signIn.begin(state)
  await ports.signIns.begin(state, ticket, kept)
  return { page }
}
