// The main story on each deployment of Redis, with a failover between its steps and one in the middle of a claim.

import { expect, test } from 'vitest'
import { english } from '../../src/words/words.ts'
import { alarmsRunAfterTheLease, asks, bearerOf, cardOf, creates, secretsBefore } from '../flows/story.ts'
import { describeWithServer } from '../world/redis-servers/describe.ts'
import { startWorld, uids, type World } from '../world/world.ts'
import { deployments, takesWrites } from './deployments.ts'

/** Servers that elect one another take seconds, and two of them do so here. */
const patient = { timeout: 60_000 }

/**
 * Presses until a token is shown that works, as people do who are told to try again. A token that was shown while Redis
 * died, so that nobody could store that it was, is revoked at once, and the person reads that.
 */
async function collects(world: World): Promise<string> {
  const { ana, slack } = world
  for (let presses = 0; presses < 5; presses += 1) {
    const secret = secretsBefore(ana).at(-1)
    if (secret !== undefined) {
      if ((await bearerOf(world, secret)) === uids.ana) {
        // What could not be written down is written when the lease is over.
        await alarmsRunAfterTheLease(world)
        return secret
      }
      await ana.waitsFor((person) => /If you see one, don’t use it|so I revoked (it|your token)/.test(person.sees()))
    }
    await ana.presses('Show token')
    await slack.quiet()
    // What was interrupted is cleared up when its lease is over.
    await alarmsRunAfterTheLease(world)
  }
  throw new Error(`No token was shown:\n${ana.sees()}`)
}

describeWithServer('the main story', () => {
  test.each(deployments)(
    'goes to its end on $name: nothing is lost, nothing happens twice',
    patient,
    async ({ start }) => {
      const deployment = await start()
      const world = await startWorld({ redis: deployment.redis, env: deployment.env })
      try {
        const { ana, bea, carl, dremio, slack } = world
        const [first, second] = deployment.troubles
        await asks(world)
        await bea.waitsFor('Why you:')

        // What was begun is finished, so that each person has their card.
        await slack.quiet()
        await first()
        await takesWrites(deployment)
        await bea.presses('Approve')
        await bea.waitsFor(english.reviews.titles.approved)
        await carl.waitsFor('Approved by @Bea.')
        await ana.waitsFor(english.requests.titles.approved)

        // Redis goes away between the beginning of the claim and its end.
        const gate = dremio.hold('create')
        const pressed = ana.presses('Show token')
        await gate.reached
        const trouble = second()
        gate.release()
        await Promise.all([pressed, trouble])
        await takesWrites(deployment)
        await slack.quiet()
        const secret = await collects(world)
        expect(await bearerOf(world, secret)).toBe(uids.ana)
        expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret }])
        // Whatever was made and could not be written down was taken back at once.
        expect(creates(world)).toBeLessThanOrEqual(2)

        await ana.waitsFor(english.requests.titles.claimed)
        await ana.presses('I have saved it')
        await ana.waitsFor(english.requests.received)
        expect(cardOf(world)).toBe(
          english.requests.notification({ label: 'tableau', title: english.requests.titles.claimed }),
        )
        await ana.types('/dremio-pat list')
        expect(await ana.waitsFor('You have 1 active token. tableau')).toContain('tableau · expires')
        await ana.presses('Revoke')
        await ana.waitsFor('Revoke this token?')
        await ana.submits('Revoke')
        await ana.waitsFor('Your token tableau is revoked')
        expect(dremio.tokensOf(uids.ana)).toEqual([])

        // One card for each of them, however often anything was tried.
        const cards = (user: string) =>
          slack.requests.filter(({ method, args }) => method === 'chat.postMessage' && args.channel === user).length
        expect([cards('UBEA'), cards('UCARL')]).toEqual([1, 1])
      } finally {
        await world.close()
      }
    },
  )
})
