// Whose language is known, from where, and what people read while it is not.
import { expect, test } from 'vitest'
import { createLanguages } from '../../src/slack/languages.ts'
import { english, wordsFor } from '../../src/words/words.ts'
import { languages as others, PSEUDO_LOCALE, pseudo } from '../words/pseudo.ts'

const speak = (locale: string | undefined) => wordsFor(locale, others)

/** A Slack in which everybody has that language, and whom the bot asked about. */
function slackOf(locale: string | undefined, fails?: () => Promise<never>) {
  const asked: string[] = []
  const languages = createLanguages(
    speak,
    async (id) => {
      asked.push(id)
      await fails?.()
      languages.notice({ id, ...(locale !== undefined && { locale }) })
    },
    1,
  )
  return { asked, languages }
}

test('somebody whom this process has not met is looked up, once', async () => {
  const { asked, languages } = slackOf(PSEUDO_LOCALE)
  expect(languages.wordsOf('UANA').labels).toBe(english.labels)
  expect((await languages.wordsFor('UANA')).labels).toBe(pseudo.labels)
  expect((await languages.wordsFor('UANA')).labels).toBe(pseudo.labels)
  expect(languages.wordsOf('UANA').labels).toBe(pseudo.labels)
  expect(asked).toEqual(['UANA'])
})

test('somebody who was looked up for another reason is not looked up again', async () => {
  const { asked, languages } = slackOf('en-US')
  languages.notice({ id: 'UANA', locale: PSEUDO_LOCALE })
  expect((await languages.wordsFor('UANA')).labels).toBe(pseudo.labels)
  languages.notice({ id: 'UANA', locale: 'de-DE' })
  expect((await languages.wordsFor('UANA')).labels).toBe(english.labels)
  expect(asked).toEqual([])
})

test('a person of whom Slack says no language reads English', async () => {
  const { asked, languages } = slackOf(undefined)
  await languages.learn('UANA')
  await languages.learn('UANA')
  expect([languages.wordsOf('UANA').labels, asked]).toEqual([english.labels, ['UANA']])
})

test('a channel is nobody', async () => {
  const { asked, languages } = slackOf(PSEUDO_LOCALE)
  expect((await languages.wordsFor('C0TEAM')).labels).toBe(english.labels)
  expect(asked).toEqual([])
})

test.each([
  ['does not answer', () => new Promise<never>(() => {})],
  ['refuses', () => Promise.reject(new Error('internal_error'))],
])('where Slack %s a message goes out in English, and Slack is asked again for the next', async (_what, fails) => {
  const { asked, languages } = slackOf(PSEUDO_LOCALE, fails)
  expect((await languages.wordsFor('UANA')).labels).toBe(english.labels)
  expect((await languages.wordsFor('UANA')).labels).toBe(english.labels)
  expect(asked).toEqual(['UANA', 'UANA'])
})
