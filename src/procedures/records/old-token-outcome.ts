// Reads from the records what is to happen to a token that was replaced.
import type { Ports } from '../../core/ports.ts'
import { type OldTokenOutcome, oldTokenOutcome } from '../../core/tokens/rotation.ts'
import { isAlive, type Token } from '../../core/tokens/token.ts'

export interface OldToken {
  old: Token
  successor: Token | undefined
  outcome: OldTokenOutcome | undefined
}

/** Undefined if the token is not one of ours. `tid` is the id of the old token. */
export async function findOldTokenOutcome(ports: Ports, tid: string): Promise<OldToken | undefined> {
  const old = await ports.tokens.find(tid)
  if (!old) return undefined
  const successor = await livingSuccessor(ports, old)
  return { old, successor, outcome: oldTokenOutcome(old, successor, ports.clock.now()) }
}

/**
 * The replacement of this token. If the replacement was replaced as well and no longer works, the next one, and so on.
 */
async function livingSuccessor(ports: Ports, old: Token): Promise<Token | undefined> {
  const now = ports.clock.now()
  const seen = new Set([old.tid])
  let found: Token | undefined
  for (let next = old.replacedBy; next !== undefined && !seen.has(next); next = found?.replacedBy) {
    seen.add(next)
    const successor = await ports.tokens.find(next)
    if (!successor) return found
    found = successor
    if (isAlive(found, now)) return found
  }
  return found
}
