// Publishes the actor's Home when they open it, first from the records, and again if Dremio knows more.

import { isBotError } from '../../core/errors.ts'
import type { HomeTokens } from '../../core/home.ts'
import type { Actor, Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { rateLimitRefusal } from '../../procedures/access/enforce-rate-limit.ts'
import { admitToHome } from '../../procedures/home/admit-to-home.ts'
import { publishHome } from '../../procedures/home/publish-home.ts'
import { unknownHome } from '../../procedures/home/read-home.ts'
import { sessionSubjectFor } from '../../procedures/identity/session-subject.ts'
import { reconcileTokenList } from '../../procedures/records/reconcile-token-list.ts'

/**
 * `shownHash` is Slack's hash of the view that it shows now, if it shows one. Without an answer from Slack or Redis, Home
 * says that it knows nothing. Resolves to false if Slack shows nothing of all that: an alarm tries again soon. Throws the
 * refusals of `admit`.
 */
export async function openHome(ports: Ports, actor: Actor, shownHash?: string): Promise<boolean> {
  const { homes, clock } = ports
  try {
    const person = await admitToHome(ports, actor)
    await homes.noteOpened(person.id, clock.now())
    const about = { locale: person.locale, pages: {} }
    if ((await publishHome(ports, person.id, { ...about, shownHash })) !== 'published') {
      await homes.noteChange([person.id], clock.now())
      return false
    }
    const external = await askDremio(ports, person)
    if (external !== undefined) await publishHome(ports, person.id, { ...about, external })
    return true
  } catch (error) {
    if (!isBotError(error, 'redis_unavailable', 'redis_unusable', 'slack_unavailable')) throw error
    ports.messenger.lost(error, 'read Home')
    const { result } = await ports.messenger.showHome(unknownHome(ports, actor.id), { hash: undefined })
    // For somebody whose Home is kept it comes back by itself.
    await homes.noteChange([actor.id], clock.now()).catch(() => {})
    return result === 'published'
  }
}

/**
 * Asks Dremio for tokens that were created there, where nobody has to sign in for that. Undefined if it was not asked:
 * then what the last list said is shown.
 */
async function askDremio(ports: Ports, person: Person): Promise<HomeTokens['external'] | undefined> {
  try {
    const uid = (await ports.links.of(person.id))?.uid
    if (uid === undefined || !ports.sessions.capabilities.can.list) return undefined
    if (await rateLimitRefusal(ports, person, 'look')) return undefined
    // Read before Dremio is asked, as `reconcileTokenList` requires.
    const known = await ports.tokens.of(person.id)
    const session = await ports.sessions.actAs(await sessionSubjectFor(ports, person.id, uid), 'list')
    const listed = await ports.dremioTokens.list(session)
    await reconcileTokenList(ports, person.id, session, { listed, known })
    return 'asked now'
  } catch (error) {
    if (isBotError(error, 'dremio_unavailable', 'dremio_busy')) return 'not responding'
    // They can ask for the whole list, which says what is missing.
    return undefined
  }
}
