// Which refusals mean that somebody left, and which may be over tomorrow.
import { expect, test } from 'vitest'
import { isDeparture } from '../../../src/core/people/departure.ts'
import type { PersonRefusal } from '../../../src/core/people/identity-refusals.ts'

test.each<[PersonRefusal, boolean]>([
  ['deleted', true],
  ['bot', true],
  ['guest', true],
  ['stranger', true],
  ['foreign team', true],
  ['not joined', false],
])('%s: %s', (refusal, left) => {
  expect(isDeparture(refusal)).toBe(left)
})
