// The main story for somebody whose Slack speaks another language: all that is addressed to them is in it.
import type { ModalView } from '@slack/types'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import type { Message } from '../../src/slack/interaction.ts'
import { english } from '../../src/words/words.ts'
import { languages, OPEN, PSEUDO_LOCALE, pseudo } from '../words/pseudo.ts'
import { problemOf, shownIn } from '../words/untranslated.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { ana as anaSeed, bea as beaSeed, carl as carlSeed, startWorld, type World } from '../world/world.ts'
import { goesBy, secretBefore } from './story.ts'

let world: World
beforeEach(async () => {
  world = await startWorld({
    languages,
    slack: { people: [{ ...anaSeed, locale: PSEUDO_LOCALE }, beaSeed, carlSeed] },
  })
})
afterEach(() => world.close())

/** A message or form as it was sent, and by which call. */
interface Sent {
  readonly method: string
  readonly seen: Message | ModalView
}

/** Everything that the bot sent to these two since the beginning. Only Ana opens forms. */
function sentTo(person: Actor): Sent[] {
  return world.slack.requests.flatMap(({ method, args }): Sent[] => {
    if (method.startsWith('views.')) return person.id === 'UANA' ? [{ method, seen: args.view as ModalView }] : []
    const isTheirs = [person.id, person.dm].includes(String(args.user ?? args.channel))
    return isTheirs && typeof args.text === 'string' ? [{ method, seen: args as unknown as Message }] : []
  })
}

function untranslated({ method, seen }: Sent): string[] {
  return shownIn(seen).flatMap((shown) => {
    const problem = problemOf(shown)
    return problem === undefined ? [] : [`${method} ${shown.at}: ${problem}`]
  })
}

test('a person reads everything in their own language, and the others read theirs', async () => {
  const { ana, bea, bot, clock } = world
  const { buttons, forms } = pseudo.labels

  // The very first form that she opens.
  await ana.types('/dremio-pat create tableau 30d')
  await ana.waitsFor((person) => person.form?.values[forms.newRequest.fields.label] === 'tableau')
  await ana.fills({ [forms.newRequest.fields.label]: '[]', [forms.newRequest.fields.reason]: 'Dashboards' })
  // What is wrong stands at the field in her language too.
  const refused = await ana.submits(forms.newRequest.submit)
  expect(Object.values(refused.errors)).toEqual([pseudo.denials.field({ kind: 'label form', form: 'usual' })])
  await ana.fills({ [forms.newRequest.fields.label]: 'tableau' })
  await ana.submits(forms.newRequest.submit)
  await ana.waitsFor(pseudo.requests.titles.waiting)

  // Bea reads English, also where she reads about Ana.
  await bea.waitsFor(english.reviews.wants({ requester: '@Ana' }))
  await bea.presses(english.labels.buttons.approve)
  await ana.waitsFor(pseudo.requests.titles.approved)
  await ana.presses(buttons.showToken)
  await secretBefore(ana)
  await ana.waitsFor(pseudo.requests.titles.claimed)

  // The worker has never met her: it asks whether the token arrived.
  await goesBy(world, 2 * HOUR)
  await ana.waitsFor((person) => person.messages.some(({ text }) => text.startsWith(OPEN) && text.includes('tableau')))
  await ana.presses(buttons.confirmReceipt)
  await ana.waitsFor(pseudo.requests.received)

  // Before it expires it reminds her, and she turns that off in a form.
  const before = ana.messages.length
  for (let day = 0; day < 20 && ana.messages.length === before; day += 1) {
    clock.pass(DAY)
    await bot.look()
    await world.slack.quiet()
  }
  expect(ana.messages.at(-1)?.text).toContain(OPEN)
  await ana.types('/dremio-pat reminders')
  await ana.waitsFor((person) => person.form !== undefined)
  await ana.types('/dremio-pat gimme')
  await world.slack.quiet()

  const hers = sentTo(ana)
  expect(new Set(hers.map(({ method }) => method))).toEqual(
    new Set(['views.open', 'views.update', 'chat.postMessage', 'chat.update', 'chat.postEphemeral']),
  )
  expect(hers.length).toBeGreaterThan(10)
  expect(hers.flatMap(untranslated)).toEqual([])
  const beas = sentTo(bea)
  expect(beas.length).toBeGreaterThan(1)
  expect(JSON.stringify(beas)).not.toContain(OPEN)
})
