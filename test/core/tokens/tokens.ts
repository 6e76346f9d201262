// A token as the tables of this folder start from.
import { DAY } from '../../../src/core/time/duration.ts'
import type { Token } from '../../../src/core/tokens/token.ts'

/** Milliseconds since epoch. */
export const NOW = Date.UTC(2026, 10, 24, 12)

export function aToken(change: Partial<Token> = {}): Token {
  return {
    tid: '0852f85f-394e-4ad8-9f05-f64955f4df3a',
    uid: '11111111-1111-4111-8111-111111111111',
    owner: 'UANA',
    label: 'tableau',
    createdAt: NOW,
    expiresAt: NOW + 30 * DAY,
    request: 'k7m2q9xt',
    version: 1,
    state: 'active',
    delivery: 'confirmed',
    ...change,
  }
}
