// A token got out: it is ended if it is one of mine, or its owner is told; its value never comes this far.
import { BotError } from '../../core/errors.ts'
import type { Leak } from '../../core/leak.ts'
import type { Actor, Person } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import { isAlive, type Token } from '../../core/token.ts'
import { admit } from '../people/admit.ts'
import { isKnownAdministrator } from '../people/admit-administrator.ts'
import { keepWithinLimit } from '../people/keep-within-limit.ts'
import { bothBy } from '../signing-in/hands.ts'
import { record } from '../telling/record.ts'
import { endOwnLeak, summaryOf, unknownLeak } from './end-own-leak.ts'
import { endTokens } from './end-tokens.ts'

const TID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * `tid` was read from the value in the Slack room. Throws `sign_in_needed`, `unknown_leak` (also for somebody else's, whom
 * only an administrator hears named), and what `endTokens` throws.
 */
export async function reportLeak(ports: Ports, actor: Actor, tid: string): Promise<Leak> {
  const person = await admit(ports, actor)
  await keepWithinLimit(ports, person, 'leak')
  if (!TID.test(tid)) throw new BotError('no_such_token', {})
  const known = await ports.tokens.find(tid)
  const about = known ? { for: known.owner, uid: known.uid, label: known.label } : { for: person.id, note: 'not known' }
  // Before anything is ended: who reports may never sign in, and that it got out is worth knowing all the same.
  await record(ports, { deed: 'leak reported', by: person.id, tid, ...about })
  if (!known || known.owner === person.id) return endOwnLeak(ports, person, tid)
  if (await isKnownAdministrator(ports, person)) return endForOwner(ports, person, known)
  await tellOwner(ports, person, known)
  // As for one that nobody knows: whoever tries values out must not learn which of them exist.
  return endOwnLeak(ports, person, tid)
}

async function endForOwner(ports: Ports, { id: by }: Person, known: Token): Promise<Leak> {
  const { owner } = known
  const token = summaryOf(known, ports.clock.now())
  if (token.state === 'revoked' || token.state === 'expired') return { token, owner, by, ended: true }
  if (!ports.sessions.abilities.forOthers.revoke) {
    await ports.messenger.showLeak(owner, { token, owner, by, ended: false })
    throw unknownLeak(ports, known.tid, { administrator: true, owner })
  }
  const handsAs = async (uid: string) => bothBy(ports.sessions.onBehalf(uid, 'revoke'))
  await endTokens(ports, { by, owner, hands: await handsAs(known.uid), handsAs }, known.tid)
  const leak = { token, owner, by, ended: true }
  await ports.messenger.showLeak(owner, leak)
  return leak
}

async function tellOwner(ports: Ports, { id: by }: Person, known: Token): Promise<void> {
  const now = ports.clock.now()
  if (!isAlive(known, now)) return
  const { owner } = known
  await ports.messenger.showLeak(owner, { token: summaryOf(known, now), owner, by, ended: false })
}
