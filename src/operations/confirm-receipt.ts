// Notes that the owner has saved the token: its delivery is closed.
import { BotError } from '../core/errors.ts'
import type { Actor } from '../core/person.ts'
import type { Ports } from '../core/ports.ts'
import type { Token } from '../core/token.ts'
import { admit } from './admit.ts'
import { record } from './record.ts'
import { redrawCardOf } from './redraw-card-of.ts'

/** Saying it twice is fine. Throws `no_such_token` (also for somebody else's) and `token_moved_on` (it was revoked). */
export async function confirmReceipt(ports: Ports, actor: Actor, tid: string): Promise<Token> {
  const person = await admit(ports, actor)
  for (;;) {
    const before = await ports.tokens.find(tid)
    if (before?.owner !== person.id) throw new BotError('no_such_token', {})
    if (before.state === 'revoked') throw new BotError('token_moved_on', { state: before.state })
    if (before.delivery === 'confirmed') return before
    const after: Token = { ...before, version: before.version + 1, delivery: 'confirmed' }
    if (!(await ports.tokens.swap(before, after))) continue
    await record(ports, { deed: 'receipt confirmed', by: person.id, for: person.id, tid, label: after.label })
    await redrawCardOf(ports, tid)
    return after
  }
}
