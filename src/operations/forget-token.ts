// Writes down that a token is gone at Dremio; nothing happens if it is not one of ours.
import { MINUTE } from '../core/lifetime.ts'
import type { Ports } from '../core/ports.ts'
import { changeToken } from './change-token.ts'

export async function forgetToken(ports: Pick<Ports, 'tokens' | 'alarms' | 'clock'>, tid: string): Promise<void> {
  const token = await ports.tokens.find(tid)
  if (!token || token.state === 'revoked') return
  const { replaces } = token
  // The one that it was to replace works on. Set before as well, so that a crash cannot forget that.
  if (replaces !== undefined) await ports.alarms.set('cut-old-token', replaces, ports.clock.now() + MINUTE)
  await changeToken(ports, tid, (before) => (before.state === 'revoked' ? before : { ...before, state: 'revoked' }))
  if (replaces !== undefined) await ports.alarms.set('cut-old-token', replaces, ports.clock.now())
}
