// What is taken for something pasted, and searched for at the end: tokens, whole, cut or wrong, and nothing that people write.
import { expect, test } from 'vitest'
import { mintSecret } from '../dremio/secrets.ts'
import { pastedIn } from './driver/pasted.ts'

const { secret } = mintSecret()

test.each<[what: string, text: string, found: string]>([
  ['alone', secret, secret],
  ['in a sentence', `mine is "${secret}", help`, secret],
  ['with a character missing', secret.slice(1), secret.slice(1)],
  ['without its end', secret.slice(0, 44), secret.slice(0, 44)],
  ['with one that cannot be', secret.replace(secret[30] ?? '', '*'), secret.replace(secret[30] ?? '', '*')],
  ['encoded for a URL', encodeURIComponent(secret), secret],
  ['in an address', `https://acme.test/x?token=${secret}`, `token=${secret}`],
])('a token %s', (_what, text, found) => {
  expect(pastedIn(text)).toContain(found)
})

test.each([
  'create "my laptop" 7d',
  'admin link @bea 22222222-2222-4222-8222-222222222222',
  'https://docs.google.com/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgVE2upms/edit',
])('not: %s', (text) => {
  expect(pastedIn(text)).toEqual([])
})
