// Every message, form and page in a pseudo-language: nothing is left in English, glued from pieces, or cut in a sign.

import type { HomeView, ModalView } from '@slack/types'
import { describe, expect, test } from 'vitest'
import type { Message } from '../../src/slack/interaction.ts'
import type { Page } from '../../src/web/page.ts'
import { subjects } from '../playground/gallery/subjects.ts'
import { pseudo } from './pseudo.ts'
import { problemOf, type Shown, shownIn } from './untranslated.ts'

describe.each(subjects.map(({ title, scenes }) => [title, scenes] as const))('%s', (_title, scenes) => {
  test.each(scenes.map(({ name, draw }) => [name, draw] as const))('%s', async (_name, draw) => {
    const seen = await draw(pseudo)
    expect(seen).toBeDefined()
    const problems = textsOf(seen as NonNullable<typeof seen>).flatMap((shown) => {
      const problem = problemOf(shown)
      return problem === undefined ? [] : [`${shown.at}: ${problem}`]
    })
    expect(problems).toEqual([])
  })
})

function textsOf(
  seen: Message | ModalView | HomeView | Page | { form: ModalView; errors: Readonly<Record<string, string>> },
): Shown[] {
  if ('mark' in seen) {
    const { title, paragraphs, note, action } = seen
    const texts = { title, ...paragraphs, ...(note && { note }), ...(action && { action: action.label }) }
    return Object.entries(texts).map(([at, text]) => ({ at, text: `${text}`, most: 10_000, mayBeFact: false }))
  }
  if (!('form' in seen)) return shownIn(seen)
  const errors = Object.entries(seen.errors).map(([at, text]) => ({ at, text, most: 2_000, mayBeFact: false }))
  return [...shownIn(seen.form), ...errors]
}
