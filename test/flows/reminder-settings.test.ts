// How I am reminded: the form, its buttons, and the calendar file.
import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { ana as anaAtAcme, bea, carl } from '../world/world.ts'
import { beginReminding, collects, goesBy, goesTo, posts } from './reminder-story.ts'

const story = test.concurrent
const TEXT = '*tableau* expires'

describe('my settings', () => {
  story('say how it is, and hold once they are saved', async (context) => {
    const world = await beginReminding(context)
    const { ana } = world
    await collects(world)
    await ana.types('/dremio-pat reminders')
    const seen = await ana.waitsFor('tableau expires in 30 days')
    expect(seen).not.toContain('Turn reminders')
    expect(ana.form).toMatchObject({
      title: 'Reminder settings',
      values: { Reminders: 'On', 'How long before': '14 days, 7 days, 1 day', Hour: '9:00 AM' },
    })
    await ana.fills({ 'How long before': ['7 days'], Hour: '2:00 PM' })
    await ana.submits('Save')
    await ana.waitsFor('Reminders are on: 7 days before a token expires, at 2:00 PM')
    await goesBy(world, 20 * DAY, HOUR)
    expect(posts(world, 'UANA').filter((text) => text.startsWith(TEXT))).toEqual([])
    await goesBy(world, 9 * DAY, HOUR)
    expect(posts(world, 'UANA').filter((text) => text.startsWith(TEXT))).toEqual([
      expect.stringMatching(/expires in [67] days/),
    ])
    await ana.types('/dremio-pat reminders')
    await ana.waitsFor((person) => person.form?.submit === 'Save')
    await ana.submits('Save')
    expect(world.bot).toBeDefined()
  })

  story('need at least one threshold', async (context) => {
    const world = await beginReminding(context)
    const { ana } = world
    await ana.types('/dremio-pat reminders')
    await ana.waitsFor((person) => person.form?.submit === 'Save')
    await expect(ana.fills({ 'How long before': [] }).then(() => ana.submits('Save'))).rejects.toThrow('is empty')
  })

  story('turn everything off and on again in the form, which the answer opens again', async (context) => {
    const world = await beginReminding(context)
    const { ana } = world
    await collects(world)
    await ana.types('/dremio-pat reminders')
    await ana.waitsFor((person) => person.form?.submit === 'Save')
    await ana.fills({ Reminders: 'Off' })
    await ana.submits('Save')
    await ana.waitsFor('I won’t message you about expiring tokens.')
    await goesBy(world, 27 * DAY, HOUR)
    expect(posts(world, 'UANA').filter((text) => text.startsWith(TEXT))).toEqual([])
    await ana.presses(english.labels.buttons.reminderSettings)
    await ana.waitsFor((person) => person.form?.values.Reminders === 'Off')
    await ana.fills({ Reminders: 'On' })
    await ana.submits('Save')
    await ana.waitsFor('Reminders are on:')
    await goesTo(world, 12)
    expect(posts(world, 'UANA').filter((text) => text.startsWith(TEXT))).toHaveLength(1)
  })

  story('can be changed with the buttons that an earlier version posted', async (context) => {
    const world = await beginReminding(context)
    const { ana, slack } = world
    await ana.types('/dremio-pat reminders')
    await ana.waitsFor((person) => person.form?.submit === 'Save')
    await ana.submits('Save')
    await ana.waitsFor('Reminders are on:')
    for (const [id, answer] of [
      ['reminders.off', 'Reminders are off.'],
      ['reminders.on', 'Reminders are on:'],
    ]) {
      await slack.dispatch.blockAction('UANA', {
        actions: [{ type: 'button', action_id: id, block_id: 'b', value: 'mine' }],
      })
      await ana.waitsFor((person) => person.messages.at(-1)?.text.startsWith(answer ?? ''))
    }
  })

  story('say hours as the reader’s locale writes them', async (context) => {
    const people = [{ ...anaAtAcme, locale: 'en-GB' }, bea, carl]
    const { ana } = await beginReminding(context, {}, { slack: { people } })
    await ana.types('/dremio-pat reminders')
    await ana.waitsFor((person) => person.form?.values.Hour === '09:00')
    await ana.fills({ Hour: '14:00' })
    await ana.submits('Save')
    await ana.waitsFor('at 14:00 in your time zone')
  })

  story('off means nothing at all, the end included', async (context) => {
    const world = await beginReminding(context)
    const { ana } = world
    await collects(world)
    await ana.types('/dremio-pat reminders')
    await ana.waitsFor((person) => person.form?.submit === 'Save')
    await ana.fills({ Reminders: 'Off' })
    await ana.submits('Save')
    await ana.waitsFor('I won’t message you about expiring tokens.')
    await world.slack.quiet()
    const before = posts(world, 'UANA').length
    await goesBy(world, 31 * DAY, HOUR)
    expect(posts(world, 'UANA').length).toBe(before)
    expect(posts(world, 'UBEA')).toEqual([])
  })
})

describe('the calendar file', () => {
  story('is in the direct messages, with every token that ends and no secret', async (context) => {
    const world = await beginReminding(context)
    const { ana } = world
    for (const label of ['tableau', 'superset']) await collects(world, label)
    await ana.types('/dremio-pat reminders')
    await ana.waitsFor((person) => person.form?.submit === 'Save')
    await ana.presses('Send calendar file')
    await ana.waitsFor('The calendar file is in our direct messages.')
    const files = ana.messages.flatMap(({ files }) => files)
    expect(files).toMatchObject([{ name: 'dremio-tokens.ics' }])
    const [content = ''] = files.map((file) => file.content)
    expect(content.startsWith('BEGIN:VCALENDAR\r\n')).toBe(true)
    expect(content.match(/SUMMARY:Dremio token (tableau|superset) expires\r\n/g)).toHaveLength(2)
    const uids = [...content.matchAll(/^UID:(.*)\r$/gm)].map(([, uid]) => uid)
    expect(new Set(uids).size).toBe(2)
  })

  story('is not offered to somebody without tokens', async (context) => {
    const world = await beginReminding(context)
    await world.ana.types('/dremio-pat reminders')
    const seen = await world.ana.waitsFor('You don’t have any expiring tokens.')
    expect(seen).not.toContain('Send calendar file')
  })

  story('that Slack does not take is said', async (context) => {
    const world = await beginReminding(context)
    const { ana } = world
    await collects(world)
    await ana.types('/dremio-pat reminders')
    await ana.waitsFor((person) => person.form?.submit === 'Save')
    world.slack.fail('files.completeUploadExternal', { error: 'fatal_error' })
    await ana.presses('Send calendar file')
    await ana.waitsFor('Slack didn’t let me send you a file')
  })
})
