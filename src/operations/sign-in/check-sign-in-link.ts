// Checks whether a link from Slack still leads to a sign-in, without beginning one.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { SignIn } from '../../core/sessions/session.ts'

/** Throws `sign_in_link`. Makes no call to Slack or Dremio. */
export async function checkSignInLink(ports: Ports, ticket: string): Promise<{ signIn: SignIn }> {
  const found = await ports.signIns.find(ticket)
  const { signIn } = ports.sessions
  if (!found || !signIn) throw new BotError('sign_in_link', { because: 'unknown' })
  if (found.used) throw new BotError('sign_in_link', { because: 'used' })
  if (found.about.until <= ports.clock.now()) throw new BotError('sign_in_link', { because: 'late' })
  return { signIn }
}
