// Ends one of my tokens, or every one of them.
import { BotError } from '../core/errors.ts'
import type { Actor, Person } from '../core/person.ts'
import type { Ports, Session } from '../core/ports.ts'
import { summarize, type TokenSummary } from '../core/token.ts'
import { admit } from './admit.ts'
import { forgetToken } from './forget-token.ts'
import { identifyPerson } from './identify-person.ts'
import { record } from './record.ts'
import { revokeOne } from './revoke-one.ts'

export interface Revoked {
  revoked: TokenSummary[]
  /** True if one token stays because the bot itself works with it. */
  keptWorking: boolean
}

/** `which` is a token's id or `all`. Throws `no_such_token` (also for somebody else's), `own_working_token`, Dremio's codes. */
export async function revokeToken(ports: Ports, actor: Actor, which: string): Promise<Revoked> {
  const person = await admit(ports, actor)
  const session = await ports.sessions.actAs(await identifyPerson(ports, person))
  const mine = summarize(
    await ports.dremioTokens.list(session),
    await ports.tokens.of(person.id),
    ports.clock.now(),
    session.tid,
  )
  if (which === 'all') return revokeAll(ports, person, session, mine)
  const token = mine.find(({ tid }) => tid === which)
  if (!token) throw new BotError('no_such_token', {})
  await revokeOne(ports, session, token.tid)
  await writeDown(ports, person, session, token)
  return { revoked: [token], keptWorking: false }
}

async function revokeAll(ports: Ports, person: Person, session: Session, mine: TokenSummary[]): Promise<Revoked> {
  const others = mine.filter(({ working }) => !working)
  const keptWorking = others.length < mine.length
  if (keptWorking) {
    // Dremio's "delete all" would take the token away that we are acting with, so they go one by one.
    for (const token of others) {
      await revokeOne(ports, session, token.tid)
      await writeDown(ports, person, session, token)
    }
  } else {
    await ports.dremioTokens.revokeAll(session)
    for (const token of others) {
      await forgetToken(ports, token.tid)
      await writeDown(ports, person, session, token)
    }
  }
  return { revoked: others.filter(({ state }) => state !== 'expired'), keptWorking }
}

async function writeDown(ports: Ports, person: Person, session: Session, token: TokenSummary): Promise<void> {
  await record(ports, {
    deed: 'revoked',
    by: person.id,
    for: person.id,
    tid: token.tid,
    uid: session.uid,
    label: token.label,
  })
}
