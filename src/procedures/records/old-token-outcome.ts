// What the records of this moment say is to become of a token that was replaced.
import type { Ports } from '../../core/ports.ts'
import { type OldTokenOutcome, oldTokenOutcome } from '../../core/tokens/rotation.ts'
import { isAlive, type Token } from '../../core/tokens/token.ts'

export interface OldToken {
  old: Token
  successor: Token | undefined
  fate: OldTokenOutcome | undefined
}

/** Undefined if it is no token of ours. `tid` is the old one's. */
export async function findOldTokenOutcome(ports: Ports, tid: string): Promise<OldToken | undefined> {
  const old = await ports.tokens.find(tid)
  if (!old) return undefined
  const successor = await livingSuccessor(ports, old)
  return { old, successor, fate: oldTokenOutcome(old, successor, ports.clock.now()) }
}

/** The one that was made in its place; where that was replaced as well and is gone, the one after it, and so on. */
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
