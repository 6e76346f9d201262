// Sends a browser that came with a link from Slack to the sign-in page.
import type { Ports } from '../../core/ports.ts'
import { checkSignInLink } from './check-sign-in-link.ts'

/**
 * Opening the link does not use it up, because clients and scanners open links before people do; only a completed
 * sign-in does. Nobody is looked up either: the person is checked when the browser comes back, and a link that is
 * opened again and again must not cause calls to Slack. Throws `sign_in_link`, `provider_unavailable`.
 */
export async function openSignIn(ports: Ports, ticket: string): Promise<{ page: string }> {
  const { signIn } = await checkSignInLink(ports, ticket)
  const state = ports.signIns.stateFor(ticket, ports.ids.unguessable())
  const { page, kept } = await signIn.begin(state)
  await ports.signIns.begin(state, ticket, kept)
  return { page }
}
