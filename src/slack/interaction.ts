// What a command, a click or a sent form hands to the code that handles it, whichever way it arrived.
import type { KnownBlock, ModalView } from '@slack/types'
import type { Actor } from '../core/people/person.ts'
import type { Policy } from '../core/policy/evaluate.ts'
import type { Operations } from '../operations/list.ts'
import type { Word } from './command-text.ts'

/** A message to one person. `text` makes sense alone: notifications and screen readers use it instead of the blocks. */
export interface Message {
  text: string
  blocks?: KnownBlock[]
}

/** A form that is on the screen. */
export interface OpenForm {
  /** Replaces its content; nothing happens if the person closed it meanwhile. */
  update(view: ModalView): Promise<void>
}

/** The Dremio where tokens are used, for connection help. */
export interface DremioPlace {
  edition: 'cloud' | 'software'
  /** Cloud's control plane, as configured. */
  region: 'us' | 'eu'
  /** The REST interface's base. */
  apiUrl: string
}

/** Somebody at the screen who waits for an answer. */
export interface Interaction {
  actor: Actor
  operations: Operations
  policy: () => Policy
  dremio: DremioPlace
  /** Wall clock, milliseconds since epoch. */
  now(): number
  /** What can be typed, or how one word is used. */
  help(word?: string): Message
  /** Answers privately, where they are. */
  answer(message: Message): Promise<void>
  /** For a failure that is told inside a form or message: writes it in the log and returns what to tell the person. */
  explain(error: unknown): string
  /** The same with the buttons that help, for a form that has room for them. */
  failure(error: unknown): Message
  /**
   * Opens a form. It has to be called before anything that takes time: the right to open one lives three seconds. Throws
   * `too_often`, unless it is a form with which somebody ends a token.
   */
  open(view: ModalView, form?: { toEnd: true }): Promise<OpenForm>
}

/** A click on a button, or a choice in a menu. */
export interface ButtonClick extends Interaction {
  /** The form in which it was clicked; undefined if that was a message. */
  form: OpenForm | undefined
  /** The button's value, or that of what was chosen in a menu: ids, never anything else. */
  value: string
  /** Replaces the private message in which it was clicked; for private messages only. */
  replace(message: Message): Promise<void>
  /** Removes the private message in which it was clicked. */
  remove(): Promise<void>
}

/** What was typed and chosen, by block id; several values with commas between them. `undefined` for an empty field. */
export type Fields = Readonly<Record<string, string | undefined>>

export interface ModalSubmission extends Interaction {
  fields: Fields
  /** The form's private metadata: ids and what was offered, never a secret. */
  meta: string
}

/** What happens when a button is pressed, or something is chosen in a menu. */
export type ActionHandler = (click: ButtonClick) => Promise<void>

/** What is wrong with a form's fields (by block id), and what happens when it is sent. */
export interface FormHandler {
  check?(submission: Pick<ModalSubmission, 'fields' | 'meta' | 'policy'>): Record<string, string>
  submit(submission: ModalSubmission): Promise<void>
}

/** A word that people type after `/dremio-pat`. */
export interface Subcommand {
  word: string
  /** What may follow it, as help shows it: `[label] [lifetime]`. */
  usage: string
  /** One line for the list. */
  summary: string
  /** More for `help <word>`. */
  details?: string
  /** For administrators; left out of the list that everybody sees. */
  forAdministrators?: boolean
  run(interaction: Interaction, words: readonly Word[]): Promise<void>
  /** Used instead of `run` where the word was only guessed and running it without words could do more than the person asked for. */
  suggested?(interaction: Interaction): Promise<void>
}
