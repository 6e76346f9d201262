// The bounds of a policy file: what is just right, and what is one too many.
import { describe, expect, test } from 'vitest'
import { policySchema } from '../../../src/core/policy/evaluate.ts'
import { DAY } from '../../../src/core/time/duration.ts'

const schema = policySchema({ approvers: [], edition: 'cloud' })
const hours = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}h`)

describe('a policy', () => {
  test.each<[written: object, right: boolean]>([
    [{ lifetime: { max: '180d' } }, true],
    [{ lifetime: { max: '181d' } }, false],
    [{ lifetime: { min: '7d', max: '7d', default: '7d', choices: ['7d'] } }, true],
    [{ lifetime: { min: '8d', max: '7d', default: '7d', choices: ['7d'] } }, false],
    [{ lifetime: { choices: hours(50), default: '1h' } }, true],
    [{ lifetime: { choices: hours(51), default: '1h' } }, false],
    [{ reason: { pattern: 'x', hint: 'x'.repeat(200) } }, true],
    [{ reason: { pattern: 'x', hint: 'x'.repeat(201) } }, false],
    [{ label: { pattern: 'x', hint: 'x'.repeat(200) } }, true],
    [{ label: { pattern: 'x', hint: 'x'.repeat(201) } }, false],
    [{ managers: { field: 'x'.repeat(50) } }, true],
    [{ managers: { field: 'x'.repeat(51) } }, false],
    [{ receipt: { returns: 0 } }, true],
    [{ receipt: { returns: 1 } }, true],
    [{ receipt: { returns: -1 } }, false],
    [{ reminders: { before: ['7d'] } }, true],
    [{ reminders: { before: [] } }, false],
    [{ reminders: { digestFrom: 1 } }, true],
    [{ reminders: { digestFrom: 0 } }, false],
    [{ reminders: { escalateAfterIgnored: 1 } }, true],
    [{ reminders: { escalateAfterIgnored: 0 } }, false],
  ])('with %j is right: %s', (written, right) => {
    expect(schema.safeParse(written).success).toBe(right)
  })

  test.each<[rotation: object, atMost: number]>([
    [{}, 7 * DAY],
    [{ grace: '10d' }, 10 * DAY],
    [{ grace: '1d', atMost: '3d' }, 3 * DAY],
    [{ grace: '5d', atMost: '3d' }, 5 * DAY],
  ])('with rotation %j keeps an old token at most so long', (rotation, atMost) => {
    expect(schema.parse({ rotation }).rotation.atMost).toBe(atMost)
  })
})
