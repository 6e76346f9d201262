// Finds the Dremio user whom an administrator named by id or by e-mail address, and whose address that is.
import { BotError, isBotError } from '../../core/errors.ts'
import { identifyingEmail, type Person, sameEmail } from '../../core/people/person.ts'
import type { DremioUser, Ports } from '../../core/ports.ts'

export type UserChoice = { uid: string } | { email: string }

/** `name` is empty, and `email` missing, if Dremio does not tell. */
export interface ChosenUser {
  uid: string
  name: string
  email: string | undefined
}

/**
 * `whom` is the Slack id of the person to be linked. Throws `no_dremio_user`, `several_dremio_users`,
 * `dremio_user_id_needed` if users cannot be looked up by address, and Dremio's codes.
 */
export async function findChosenUser(ports: Ports, choice: UserChoice, whom: string): Promise<ChosenUser> {
  const { uid } = 'uid' in choice ? choice : await withEmail(ports, choice.email, whom)
  const described = await ports.dremioUsers.withId(uid.toLowerCase())
  if (described) return { uid: described.uid, name: described.name, email: described.email }
  return { uid: uid.toLowerCase(), name: '', email: undefined, ...('email' in choice && nameless(choice.email)) }
}

/** Dremio found the user by this address, so it is one of theirs. */
function nameless(email: string): Pick<ChosenUser, 'name' | 'email'> {
  return { name: email, email }
}

async function withEmail(ports: Ports, email: string, whom: string): Promise<DremioUser> {
  if (!ports.sessions.capabilities.can['look up']) throw new BotError('dremio_user_id_needed', {})
  let found: DremioUser[]
  try {
    found = await ports.dremioUsers.withEmail(email)
  } catch (error) {
    if (isBotError(error, 'auth_method_cannot', 'email_refused', 'dremio_forbidden')) {
      throw new BotError('dremio_user_id_needed', {}, { cause: error })
    }
    throw error
  }
  const [user, another] = found
  if (!user) throw new BotError('no_dremio_user', { email, whom })
  if (another) throw new BotError('several_dremio_users', { email, whom })
  return user
}

/** Whether that is the person's own address, confirmed in Slack and of an accepted domain. */
export function isOwnAddress(
  { workplace }: Pick<Ports, 'workplace'>,
  person: Person,
  email: string | undefined,
): boolean {
  try {
    return sameEmail(identifyingEmail(person, workplace), email)
  } catch (error) {
    if (isBotError(error, 'email_refused')) return false
    throw error
  }
}
