// Writes down that a token is gone at Dremio; nothing happens if it is not one of ours.
import type { Ports } from '../core/ports.ts'

export async function forgetToken(ports: Pick<Ports, 'tokens'>, tid: string): Promise<void> {
  for (;;) {
    const before = await ports.tokens.find(tid)
    if (!before || before.state === 'revoked') return
    if (await ports.tokens.swap(before, { ...before, version: before.version + 1, state: 'revoked' })) return
  }
}
