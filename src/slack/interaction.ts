// What a command, a click or a form hands to the code behind it, whoever sent it and however it arrived.
import type { KnownBlock, ModalView } from '@slack/types'
import type { Actor } from '../core/people/person.ts'
import type { Policy } from '../core/policy/evaluate.ts'
import type { Operations } from '../operations/list.ts'
import type { Word } from './command-text.ts'

/** A message to one person. `text` makes sense alone: notifications and screen readers say it instead of the blocks. */
export interface Message {
  text: string
  blocks?: KnownBlock[]
}

/** A form that is on the screen. */
export interface OpenForm {
  /** Puts other content into it; nothing happens if the person closed it meanwhile. */
  update(view: ModalView): Promise<void>
}

/** Where a token is used: said in connection help. */
export interface DremioPlace {
  edition: 'cloud' | 'software'
  /** Cloud's control plane, as configured. */
  region: 'us' | 'eu'
  /** The REST interface's base. */
  apiUrl: string
}

/** Somebody at the screen, waiting. */
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
  /** For a failure that is told inside a form or message: writes it in the log and says what to tell the person. */
  explain(error: unknown): string
  /** The same with the buttons that help, for a form that has room for them. */
  failure(error: unknown): Message
  /**
   * Opens a form. To be called before anything that takes time: the right to do so lives three seconds. Throws `too_often`,
   * unless it is a form with which somebody ends a token.
   */
  open(view: ModalView, form?: { toEnd: true }): Promise<OpenForm>
}

export interface ButtonClick extends Interaction {
  /** The form in which it was clicked; undefined if that was a message. */
  form: OpenForm | undefined
  /** The button's value, or that of what was chosen in a menu: ids, never anything else. */
  value: string
  /** Puts another private message in the place of the one that was clicked; for private messages only. */
  replace(message: Message): Promise<void>
  /** Takes the clicked private message away. */
  remove(): Promise<void>
}

/** What was typed and chosen, by block id; several with commas between them. `undefined` for what was left empty. */
export type Fields = Readonly<Record<string, string | undefined>>

export interface ModalSubmission extends Interaction {
  fields: Fields
  /** The form's private metadata: ids and what was offered, never a secret. */
  meta: string
}

/** A button, or a menu in a message: its id and what pressing it, or choosing in it, does. */
export interface Button {
  id: string
  press(clicked: ButtonClick): Promise<void>
}

/** A form: its id, what is wrong with its fields (by block id), and what sending it does. */
export interface Form {
  id: string
  check?(submitted: Pick<ModalSubmission, 'fields' | 'meta' | 'policy'>): Record<string, string>
  submit(submitted: ModalSubmission): Promise<void>
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
  run(asked: Interaction, words: readonly Word[]): Promise<void>
  /** Instead of `run`, where the word was only guessed and running it without words could do more than ask. */
  suggested?(asked: Interaction): Promise<void>
}
