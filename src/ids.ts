// New ids from the system's random source: short enough to read out, and without characters that look alike.
import { randomBytes, randomInt } from 'node:crypto'
import type { Ids } from './core/ports.ts'

// Without 0, 1, i, l, o and u: the ids can be read out on the phone, and contain no words by accident.
const ALPHABET = '23456789abcdefghjkmnpqrstvwxyz'

export const randomIds: Ids = {
  request: () => draw(8),
  reference: () => draw(6).toUpperCase(),
  unguessable: () => randomBytes(32).toString('base64url'),
}

function draw(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}
