// Which Dremio user somebody is, for an administrator who asks: by their link, else by their e-mail address; makes no link.
import { BotError, isBotError } from '../../core/errors.ts'
import { identifyingEmail } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'

/** Also of people who left. `whom` is a Slack id. Throws `not_linked` where nothing certain is known. */
export async function findDremioUserId(ports: Ports, whom: string): Promise<string> {
  const link = await ports.links.of(whom)
  if (link) return link.uid
  const found = ports.sessions.capabilities.can['look up'] ? await byEmail(ports, whom) : undefined
  if (found === undefined) throw new BotError('not_linked', { whom })
  return found
}

async function byEmail(ports: Ports, whom: string): Promise<string | undefined> {
  try {
    const email = identifyingEmail(await ports.directory.person({ id: whom }), ports.workplace)
    const [user, another] = await ports.dremioUsers.withEmail(email)
    return another ? undefined : user?.uid
  } catch (error) {
    if (isBotError(error, 'email_refused', 'no_such_person')) return undefined
    throw error
  }
}
