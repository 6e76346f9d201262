// Finds the Dremio user whose tokens an administrator lists or ends: by the link, else by the address; makes no link.
import { BotError, isBotError } from '../../core/errors.ts'
import { emailToEndTokensOf } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'

/**
 * Works for people who have left as well. `whom` is a Slack id. Throws `not_linked` if the user is not known for
 * certain.
 */
export async function findDremioUserId(ports: Ports, whom: string): Promise<string> {
  const link = (await ports.links.of(whom)) ?? (await ports.links.assignmentOf(whom))
  if (link) return link.uid
  const found = ports.sessions.capabilities.can['look up'] ? await byEmail(ports, whom) : undefined
  if (found === undefined) throw new BotError('not_linked', { whom })
  return found
}

async function byEmail(ports: Ports, whom: string): Promise<string | undefined> {
  try {
    const email = emailToEndTokensOf(await ports.directory.person({ id: whom }), ports.workplace)
    const [user, another] = await ports.dremioUsers.withEmail(email)
    return another ? undefined : user?.uid
  } catch (error) {
    if (isBotError(error, 'email_refused', 'no_such_person')) return undefined
    throw error
  }
}
