// Requests a token: a rule approves it at once, or reviewers are asked, or it is refused.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import { type Ask, cleanAsk } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { isAlive } from '../../core/tokens/token.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { createRequest } from '../../procedures/requests/create-request.ts'

/**
 * Throws `label_in_use` if the actor has, or has requested, a token with that label, and what `createRequest` throws.
 */
export async function requestToken(ports: Ports, actor: Actor, ask: Ask): Promise<Request> {
  const person = await admit(ports, actor)
  const asked = cleanAsk(ask)
  await refuseRepeat(ports, person.id, asked.label)
  return createRequest(ports, person, asked)
}

/** Two tokens with the same label cannot be distinguished, and most often the second is meant to replace the first. */
async function refuseRepeat(ports: Ports, person: string, label: string): Promise<void> {
  const isSame = (other: { label: string }) => other.label.toLowerCase() === label.toLowerCase()
  const request = (await ports.requests.openOf(person)).find(isSame)
  if (request) throw new BotError('label_in_use', { label, request: { id: request.id, state: request.state } })
  const now = ports.clock.now()
  const tokens = await ports.tokens.of(person)
  const token = tokens.find((one) => isSame(one) && isAlive(one, now) && one.replacedBy === undefined)
  if (token) throw new BotError('label_in_use', { label, token: { tid: token.tid, expiresAt: token.expiresAt } })
}
