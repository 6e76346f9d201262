// Nobody is surprised by a dead token: a token's life up to its end, and everything that can be answered on the way.
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { uids } from '../world/world.ts'
import { beginReminding, collects, endsAtDremio, goesBy, goesTo, posts } from './reminder-story.ts'
import { secretsBefore } from './story.ts'

const story = test.concurrent
const SOON = '*tableau* expires in'

describe('ninety days of a token', () => {
  story(
    'that nobody does anything about: three reminders, the manager, the end',
    async (context) => {
      const world = await beginReminding(context)
      const { ana, bea, clock } = world
      await collects(world, 'tableau', '90 days')
      const begin = clock.now()
      const heard: string[] = []
      const ends = () => posts(world, 'UANA').filter((text) => /\*tableau\* expire/.test(text))
      for (let hours = 0; hours < 91 * 24; hours += 6) {
        const before = ends().length
        await goesBy(world, 6 * HOUR, HOUR)
        const day = Math.floor((clock.now() - begin) / DAY)
        for (const text of ends().slice(before)) heard.push(`${day} ${text.replace(/ (\(|<).*/s, '')}`)
      }
      // The last one on a Sunday: the last day waits for no working day.
      expect(heard).toEqual([
        `76 ${SOON} 14 days`,
        `83 ${SOON} 7 days`,
        expect.stringMatching(/^89 \*tableau\* expires in 2[34] hours/),
        '90 *tableau* expired',
      ])
      expect(posts(world, 'UBEA')).toEqual([expect.stringContaining('@UANA>’s Dremio token *tableau* expires in')])
      // Only the newest can be answered, and by now nothing can but asking again.
      expect(ana.sees()).not.toMatch(/\[ (Snooze|Do not renew|Revoke) \]/)
      expect(bea.sees()).toContain('Resolved')
      await ana.presses('Request again')
      await ana.waitsFor((person) => person.form?.submit === 'Request')
      await ana.fills({ Reason: 'The same' })
      await ana.submits('Request')
      await ana.waitsFor(/tableau · 90 days from when you get it/)
    },
    120_000,
  )

  story(
    'with a snooze on the way, and an answer at the end',
    async (context) => {
      const world = await beginReminding(context)
      const { ana, bea } = world
      await collects(world, 'tableau', '90 days')
      await goesBy(world, 76 * DAY, HOUR)
      await ana.waitsFor(`${SOON.replaceAll('*', '')} 14 days`)
      await ana.presses('Snooze')
      await ana.waitsFor((person) => person.form?.submit === 'Snooze')
      await ana.fills({ Until: '3 days' })
      await ana.submits('Snooze')
      await ana.waitsFor('tableau is snoozed until')
      expect(ana.sees()).not.toContain('[ Snooze ]')
      await goesBy(world, 4 * DAY, HOUR)
      expect(ana.sees()).toContain('snoozed once')
      await goesBy(world, 4 * DAY, HOUR)
      await ana.presses('Do not renew')
      await ana.waitsFor('I won’t remind you about tableau again.')
      const before = posts(world, 'UANA').length
      await goesBy(world, 10 * DAY, HOUR)
      expect(posts(world, 'UANA').length).toBe(before)
      expect(posts(world, 'UBEA')).toEqual([])
      expect(bea.messages).toHaveLength(0)
      expect(ana.sees()).not.toMatch(/\[ (Snooze|Do not renew|Revoke) \]/)
    },
    120_000,
  )
})

describe('a reminder', () => {
  story('says when the token ends, whether it was made here, and comes at nine in the morning', async (context) => {
    const world = await beginReminding(context)
    const { ana } = world
    await collects(world)
    // In Berlin that is an hour ahead of UTC in winter and two in summer; it comes within the quarter after nine.
    await goesBy(world, 15 * DAY, HOUR)
    expect(ana.sees()).not.toContain('tableau expires')
    let minutes = 0
    while (!ana.sees().includes('tableau expires') && minutes < 24 * 60) {
      await goesBy(world, 60_000, 60_000)
      minutes += 1
    }
    const hour = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' })
    expect(hour.format(world.clock.now())).toMatch(/^09:(0\d|1[0-5])$/)
    const seen = await ana.waitsFor(/^tableau expires in 14 days/m)
    expect(seen).toContain('Created here')
    expect(seen).toMatch(/\[ Rotate \] +\[ Snooze \] +\[ Do not renew \] +\[ Revoke \]/)
  })

  story('lets the token be revoked at once, and has no button afterwards', async (context) => {
    const world = await beginReminding(context)
    const { ana, dremio } = world
    await collects(world)
    await goesBy(world, 17 * DAY, HOUR)
    await ana.presses('Revoke')
    await ana.waitsFor((person) => person.form?.submit === 'Revoke')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token tableau is revoked.')
    await goesBy(world, HOUR)
    await ana.waitsFor(/^tableau is revoked\.$/m)
    expect(ana.sees()).not.toMatch(/\[ (Snooze|Do not renew|Revoke) \]/)
    expect(dremio.tokensOf(uids.ana)).toEqual([])
    await goesBy(world, 20 * DAY, HOUR)
    expect(posts(world, 'UANA').filter((text) => text.includes('expired'))).toEqual([])
  })

  story('lets the token be rotated, and is settled once the new one is there', async (context) => {
    const world = await beginReminding(context)
    const { ana } = world
    await collects(world)
    await goesBy(world, 17 * DAY, HOUR)
    await ana.presses('Rotate', { on: /^tableau expires in/m })
    await ana.waitsFor('is approved')
    await ana.presses('Show token')
    await ana.waitsFor((person) => secretsBefore(person).length > 0)
    await ana.waitsFor('[ I have saved it ]')
    await ana.presses('I have saved it')
    await world.slack.quiet()
    await goesBy(world, MINUTE, MINUTE)
    await ana.waitsFor('tableau is rotated.')
    const before = posts(world, 'UANA').filter((text) => text.startsWith('*tableau* expires')).length
    // The old one is cut, and past its end; the new one's first reminder comes on the sixteenth day.
    await goesBy(world, 15 * DAY, HOUR)
    expect(posts(world, 'UANA').filter((text) => text.startsWith('*tableau* expires')).length).toBe(before)
    await goesBy(world, 3 * DAY, HOUR)
    expect(posts(world, 'UANA').filter((text) => text.startsWith('*tableau* expires')).length).toBe(before + 1)
  })

  story('cannot be snoozed past the end, nor by somebody else, nor when it is over', async (context) => {
    const world = await beginReminding(context)
    const { ana, slack } = world
    await collects(world)
    await goesBy(world, 23 * DAY + 12 * HOUR, HOUR)
    await ana.presses('Snooze')
    await ana.waitsFor((person) => person.form?.submit === 'Snooze')
    await expect(ana.fills({ Until: '1 week' })).rejects.toThrow('There is: "1 day", "3 days"')
    await goesBy(world, 5 * DAY, HOUR)
    await ana.fills({ Until: '3 days' })
    expect((await ana.submits('Snooze')).errors).toEqual({ Until: english.reminders.snoozedTooLong })
    await ana.closes().catch(() => {})
    const late = ana.aims('Do not renew')
    await goesBy(world, 3 * DAY, HOUR)
    expect(ana.sees()).not.toContain('[ Snooze ]')
    await late()
    await ana.waitsFor(english.failures.tokenStale({ state: 'expired' }))
    await slack.quiet()
  })

  story('is one message where three fall together, and follows each of them', async (context) => {
    const world = await beginReminding(context)
    const { ana } = world
    for (const label of ['tableau', 'superset', 'notebook']) await collects(world, label)
    const before = posts(world, 'UANA').length
    await goesBy(world, 17 * DAY, HOUR)
    expect(posts(world, 'UANA').length - before).toBe(1)
    await ana.waitsFor('3 of your tokens expire soon')
    const [first, second, third] = ['superset', 'notebook', 'tableau'].map((label) => ({ beside: `${label}\nExpires` }))
    await ana.presses('Do not renew', first)
    await ana.waitsFor((person) => person.form?.submit === 'Do not renew')
    expect(ana.sees()).toContain('superset expires in 13 days')
    await ana.closes()
    await ana.presses('Do not renew', first)
    await ana.waitsFor((person) => person.form?.submit === 'Do not renew')
    await ana.submits('Do not renew')
    await ana.waitsFor('2 of your tokens expire soon')
    await ana.waitsFor('I won’t remind you about superset again.')

    await ana.presses('Snooze', second)
    await ana.waitsFor((person) => person.form?.submit === 'Snooze')
    await ana.submits('Snooze')
    await ana.waitsFor('notebook is snoozed until')
    await ana.presses('Revoke', third)
    await ana.waitsFor((person) => person.form?.submit === 'Revoke')
    await ana.submits('Revoke')
    await ana.waitsFor('tableau is revoked')
    await goesBy(world, HOUR, HOUR)
    await ana.waitsFor(english.reminders.done({ amount: 3 }))
    expect(ana.messages.at(-1)?.blocks.some((block) => 'accessory' in block)).toBe(false)
  })

  story('of several rotates the one whose menu is opened', async (context) => {
    const world = await beginReminding(context)
    const { ana } = world
    for (const label of ['tableau', 'superset', 'notebook']) await collects(world, label)
    await goesBy(world, 17 * DAY, HOUR)
    await ana.presses('Rotate', { beside: 'superset\nExpires' })
    await ana.waitsFor(english.rotation.approved({ label: 'superset' }))
  })

  story('of somebody who left is not said to anybody', async (context) => {
    const world = await beginReminding(context)
    const { slack } = world
    await collects(world)
    slack.change('UANA', { deleted: true })
    const before = slack.requests.filter(({ method }) => method.startsWith('chat.')).length
    await goesBy(world, 40 * DAY, 2 * HOUR)
    expect(slack.requests.filter(({ method }) => method.startsWith('chat.')).length).toBe(before)
  })

  story('goes by the hour of where somebody is by then', async (context) => {
    const world = await beginReminding(context)
    const { ana, slack } = world
    await collects(world)
    await goesBy(world, 15 * DAY, HOUR)
    slack.change('UANA', { timeZone: 'Pacific/Honolulu' })
    await slack.dispatch.userChange('UANA')
    // Nine in Berlin, and long before nine there.
    await goesTo(world, 12, 0, HOUR / 4)
    expect(ana.sees()).not.toContain('tableau expires')
    await goesTo(world, 19, 30, HOUR / 4)
    await ana.waitsFor('expires in 13 days')
  })
})

describe('tokens made elsewhere', () => {
  story('are reminded of once a list has shown them, and no more when they are gone there', async (context) => {
    const world = await beginReminding(context)
    const { ana, dremio } = world
    const mint = (label: string) => dremio.mint(uids.ana, { label, lifetime: 20 * DAY })
    const [byHand] = [mint('by hand'), mint('by script')]
    await ana.types('/dremio-pat list')
    await ana.waitsFor('by script')
    await goesBy(world, 7 * DAY, HOUR)
    expect(await ana.waitsFor(/^by script expires in/m)).toContain('Created in Dremio')
    await ana.waitsFor(/^by hand expires in/m)
    await endsAtDremio(world, uids.ana, byHand?.tid ?? '')
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You have 1 active token')
    await world.slack.quiet()
    await goesBy(world, MINUTE)
    await ana.waitsFor(/^by hand is revoked\.$/m)
    const before = posts(world, 'UANA').length
    await goesBy(world, 14 * DAY, HOUR)
    const after = posts(world, 'UANA').slice(before)
    expect(after.filter((text) => text.includes('by hand'))).toEqual([])
    expect(after.filter((text) => text.includes('by script'))).toHaveLength(3)
  })

  story('can be revoked and let go from the reminder as well', async (context) => {
    const world = await beginReminding(context)
    const { ana, dremio } = world
    dremio.mint(uids.ana, { label: 'by hand', lifetime: 20 * DAY })
    await ana.types('/dremio-pat list')
    await ana.waitsFor('by hand')
    await goesBy(world, 7 * DAY, HOUR)
    await ana.waitsFor(/^by hand expires in/m)
    await ana.presses('Revoke', { on: /^by hand expires in/m })
    await ana.waitsFor((person) => person.form?.submit === 'Revoke')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token by hand is revoked.')
    await goesBy(world, MINUTE)
    await ana.waitsFor(/^by hand is revoked\.$/m)
  })
})
