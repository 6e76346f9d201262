// What the gallery is made of: scenes by subject, each one thing that people see, in one state, in any language.
import type { HomeView, ModalView } from '@slack/types'
import type { Message } from '../../../src/slack/interaction.ts'
import type { Page } from '../../../src/web/page.ts'
import type { Words } from '../../../src/words/words.ts'

/** A form with what is wrong in it, by block id. */
export interface RefusedForm {
  readonly form: ModalView
  readonly errors: Readonly<Record<string, string>>
}

export type Seen = Message | ModalView | HomeView | RefusedForm | Page

export interface Scene {
  readonly name: string
  draw(words: Words): Seen | undefined | Promise<Seen>
  /** Only its reader sees it, in whatever conversation they are. */
  readonly isPrivate?: boolean
}

export interface Subject {
  readonly title: string
  readonly scenes: readonly Scene[]
}

/** A message in the direct messages with the bot. */
export function scene(name: string, draw: Scene['draw']): Scene {
  return { name, draw }
}

/** A private answer to a command or a click. */
export function answer(name: string, draw: Scene['draw']): Scene {
  return { name, draw, isPrivate: true }
}

/** One scene for each entry of a table, under the entry's name. */
export function scenesOf<Key extends string, Fact>(
  table: Readonly<Record<Key, Fact>>,
  draw: (words: Words, fact: Fact, key: Key) => Seen | undefined,
): Scene[] {
  return (Object.entries(table) as [Key, Fact][]).map(([key, fact]) => scene(key, (words) => draw(words, fact, key)))
}
