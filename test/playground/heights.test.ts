// How tall cards and forms are on a phone, laid out by a real browser: what people see most fits on one screen.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { english } from '../../src/words/words.ts'
import { chromiumPath, startChromium } from './chromium.ts'
import { drawSubjects } from './gallery/draw.ts'
import { type Height, heightsOnPhone } from './gallery/heights.ts'
import { subjects } from './gallery/subjects.ts'

const program = chromiumPath()
if (program === undefined) console.warn('The heights of cards on a phone are not measured: there is no Chromium')

/** CSS pixels, with who wrote it and when. A phone shows some six hundred of a conversation. */
const limits: readonly [subject: string, scene: RegExp, below: number][] = [
  ['Approver’s card and reminder', /^pending, for (an approver|the request’s channel)$/, 250],
  ['Approver’s card and reminder', /^reminder$/, 250],
  ['Approver’s card and reminder', /^(?!pending, a long reason)/, 400],
  ['Reminders and their settings', /^four of them/, 350],
  ['Reminders and their settings', /^due/, 250],
  ['Reminders and their settings', /^to the manager/, 220],
  ['Menu, tokens, rotation', /^list: four$/, 350],
  ['Menu, tokens, rotation', /^menu: /, 340],
  ['Requester’s card', /^(pending|approved|claiming|unsure|denied|cancelled|lapsed|expired)$/, 310],
  ['Requester’s card', /^claimed$/, 330],
  ['Requester’s card', /^approved, to be signed in first$/, 370],
  ['Notices to a requester', /./, 300],
  ['The token, and connecting with it', /^the token$/, 390],
  ['Help', /^help(, for (?!a bot admin).*)?$/, 560],
  ['Help', /^help, for a bot admin$/, 600],
  ['Help', /^an unknown word/, 200],
  ['Failures', /^(?!in the place of a form$|policy_file_wrong)/, 300],
  // One line for each thing that is wrong with the file.
  ['Failures', /^policy_file_wrong/, 360],
  ['Links and signing in', /^(?!link card)/, 300],
]

/** A form may be scrolled, and its buttons stay in sight. */
const TALLEST_FORM = 720
/** Forms that list as many tokens as fit. */
const longForms = /^form: (all, more than are shown|more than fit, .*)$/

describe.skipIf(program === undefined)('on a phone', () => {
  let browser: Browser
  let heights: Height[]
  beforeAll(async () => {
    browser = await startChromium(program ?? '')
    heights = await heightsOnPhone(browser, await drawSubjects(subjects, english))
  })
  afterAll(() => browser?.close())

  test.each(limits)('%s, %s: below %i pixels', (subject, scene, below) => {
    const measured = heights.filter((one) => one.subject === subject && scene.test(one.name))
    expect(measured.length, 'scenes of that name').toBeGreaterThan(0)
    expect(measured.filter(({ height }) => height >= below)).toEqual([])
  })

  test(`a form is below ${TALLEST_FORM} pixels`, () => {
    const forms = heights.filter(({ name }) => /^form\b/.test(name) && !longForms.test(name))
    expect(forms.length).toBeGreaterThan(40)
    expect(forms.filter(({ height }) => height >= TALLEST_FORM)).toEqual([])
  })

  test('the browser lays out, and not nothing', () => {
    expect(heights.every(({ height }) => height > 50)).toBe(true)
    expect(Math.max(...heights.map(({ height }) => height))).toBeGreaterThan(1_000)
  })
})
