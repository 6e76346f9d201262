// Where the bot may promise to revoke a token by itself, and where only its owner can have that done.
import { expect, test } from 'vitest'
import { onlyOwnerRevokesNow, onlyOwnersRevoke } from '../../../src/procedures/messages/only-owner-revokes.ts'

interface Way {
  attended?: boolean
  unattended?: boolean
  kept?: boolean
  administrator?: boolean
  can?: boolean
}

function sessionsOf({ attended = false, unattended = true, kept = false, administrator = false, can = true }: Way) {
  return {
    capabilities: {
      can: { create: can, list: can, revoke: can, 'look up': false },
      unattended,
      forOthers: { list: administrator, revoke: administrator },
    },
    signIn: attended ? ({} as never) : undefined,
    keeps: async () => kept,
  }
}

test.each<[string, Way, card: boolean, now: boolean]>([
  ['nobody signs in', {}, false, false],
  ['people sign in each time', { attended: true, unattended: false }, true, true],
  ['people sign in each time, and one has just done so', { attended: true, unattended: false, kept: true }, true, true],
  ['sessions are stored, and theirs is', { attended: true, kept: true }, false, false],
  ['sessions are stored, and theirs is gone', { attended: true }, false, true],
  ['an admin’s token revokes for everybody', { attended: true, unattended: false, administrator: true }, false, false],
  ['the way in use cannot revoke', { can: false }, true, true],
])('where %s', async (_, way, card, now) => {
  expect(onlyOwnersRevoke(sessionsOf(way))).toBe(card)
  expect(await onlyOwnerRevokesNow(sessionsOf(way), 'UANA')).toBe(now)
})
