// New ids: short enough to read out, without look-alikes, from the system's random source.
import { randomBytes, randomInt } from 'node:crypto'
import type { Ids } from './core/ports.ts'

// No 0, 1, i, l, o, u: read out on the phone, and no words by accident.
const ALPHABET = '23456789abcdefghjkmnpqrstvwxyz'

export const randomIds: Ids = {
  request: () => draw(8),
  reference: () => draw(6).toUpperCase(),
  unguessable: () => randomBytes(32).toString('base64url'),
}

function draw(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}
