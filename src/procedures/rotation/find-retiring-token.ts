// Finds a person's token whose grace period is running.
import { BotError } from '../../core/errors.ts'
import type { Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { summaryOf, type Token } from '../../core/tokens/token.ts'

/** Throws `no_such_token` (also for another person's token) and `token_stale`. */
export async function findRetiringToken(ports: Ports, owner: Pick<Person, 'id'>, tid: string): Promise<Token> {
  const old = await ports.tokens.find(tid)
  if (old?.owner !== owner.id) throw new BotError('no_such_token', {})
  const { state } = summaryOf(old, ports.clock.now())
  if (state === 'retiring') return old
  throw new BotError('token_stale', { state })
}
