// The types for commands, clicks and submitted forms, independent of the way in which they arrived.
import type { Button, KnownBlock, ModalView } from '@slack/types'
import type { BotError } from '../core/errors.ts'
import type { Actor } from '../core/people/person.ts'
import type { Policy } from '../core/policy/evaluate.ts'
import type { Operations } from '../operations/list.ts'
import type { Words } from '../words/words.ts'
import type { Word } from './command-text.ts'
import type { TokensFound } from './message-texts.ts'

/**
 * A message to one person. `text` must make sense alone, because notifications and screen readers use it instead of the
 * blocks.
 */
export interface Message {
  text: string
  blocks?: KnownBlock[]
}

/** A form that is open on the screen. */
export interface OpenForm {
  /** Replaces its content. False if the person closed it meanwhile. */
  update(view: ModalView): Promise<boolean>
}

/** The Dremio where tokens are used, for connection help. */
export interface DremioPlace {
  edition: 'cloud' | 'software'
  /** Cloud's control plane, as configured. */
  region: 'us' | 'eu'
  /** The base URL of the REST API. */
  apiUrl: string
}

/** The context of an interaction: a person at the screen who waits for an answer. */
export interface Interaction {
  actor: Actor
  operations: Operations
  policy: () => Policy
  /** The sentences in the actor's language. */
  words: Words
  dremio: DremioPlace
  /** Wall clock, milliseconds since epoch. */
  now(): number
  /** The list of the subcommands that are offered to this person, or how one of them is used. */
  help(word?: string): Promise<Message>
  /** Answers privately, in the conversation of the interaction. */
  answer(message: Message): Promise<void>
  /** For a failure that is shown inside a form or message: logs it and returns the sentence for the person. */
  explain(error: unknown): string
  /** The same with buttons, for a form that has room for them. */
  failure(error: unknown): Message
  /**
   * Opens a form. It must be called before anything slow, because the trigger expires after three seconds. Throws
   * `too_often`, except for forms that end a token (`toEnd`).
   */
  open(view: ModalView, form?: { toEnd: true }): Promise<OpenForm>
}

/** A click on a button, or a choice in a menu. */
export interface ButtonClick extends Interaction {
  /** The form in which it was clicked; undefined for a message, and on Home. */
  form: OpenForm | undefined
  /** It was clicked on Home, which shows what changed, but no messages. */
  isOnHome: boolean
  /** The button's value, or the chosen value of a menu: only ids. */
  value: string
  /** Replaces the private message in which it was clicked; only for private messages. */
  replace(message: Message): Promise<void>
  /** Removes the private message in which it was clicked. */
  remove(): Promise<void>
}

/** The typed and chosen values, by block id; several values are separated by commas. `undefined` for an empty field. */
export type Fields = Readonly<Record<string, string | undefined>>

export interface ModalSubmission extends Interaction {
  fields: Fields
  /** The form's private metadata: ids and the offered values, never a secret. */
  meta: string
}

/** The message on which a shortcut was used, without anything that somebody wrote in it. */
export interface ShortcutMessage extends TokensFound {
  /** Slack id. Undefined for a message of an app. */
  author: string | undefined
  /** Where the message can be opened; undefined if Slack did not say in which workspace it is. */
  link: string | undefined
}

/** A shortcut, chosen in one of Slack's own menus. */
export interface ShortcutUse extends Interaction {
  /** The message on which it was used; undefined for a global shortcut. */
  message: ShortcutMessage | undefined
}

export interface ShortcutHandler {
  use(use: ShortcutUse): Promise<void>
  /** What is said besides a failure that came before a form was open. */
  onFailure?(use: Pick<ShortcutUse, 'actor' | 'message' | 'words'>): KnownBlock[]
}

/** Handles a click on a button, or a choice in a menu. */
export type ActionHandler = (click: ButtonClick) => Promise<void>

/** Checks a form's fields (errors by block id), and handles its submission. */
export interface FormHandler {
  /** Ids of the blocks whose text counts as it was typed, with its spaces and empty lines; others are cleaned. */
  verbatim?: readonly string[]
  check?(submission: Pick<ModalSubmission, 'fields' | 'meta' | 'policy' | 'words'>): Record<string, string>
  /**
   * Resolves to what is written to the direct messages, if something is, or to what is shown above the fields of the form,
   * which stays open. What it throws is shown in the form.
   */
  submit(submission: ModalSubmission): Promise<Message | ShownInForm | undefined>
  /** Errors by block id, in plain text, for a refusal that is about what stands in a field. */
  refused?(submission: ModalSubmission, error: BotError): FieldErrors | undefined | Promise<FieldErrors | undefined>
  /** The form to try again with. If not said, the same one with what was typed, which must then hold no secret. */
  again?(submission: ModalSubmission): ModalView
  /** A button that opens the form again, for somebody who closed it before the refusal came. */
  reopen?(submission: ModalSubmission): Button | undefined
}

/** It is written to the direct messages instead if the form was closed meanwhile. */
export interface ShownInForm {
  inForm: Message
}

export type FieldErrors = Record<string, string>

/** A sentence of the catalogue. A literal one is in no other language, and is to move there. */
export type Text = string | ((words: Words) => string)

/** A word that people type after `/dremio-pat`. */
export interface Subcommand {
  /** Its help stands in the catalogue of sentences. */
  word: keyof Words['help']['commands']
  /** For administrators; not in the list for everybody. */
  forAdministrators?: boolean
  /** Whether the list shows it to this person; to everybody if not said. `help all` shows it in any case. */
  offeredTo?(interaction: Pick<Interaction, 'actor' | 'operations'>): Promise<boolean>
  run(interaction: Interaction, words: readonly Word[]): Promise<void>
  /**
   * Used instead of `run` for a word that was only guessed, if running it without arguments could do more than the
   * person asked for.
   */
  suggested?(interaction: Interaction): Promise<void>
}

/** A word that bot admins type after `/dremio-pat admin`. */
export interface AdminSubcommand {
  /** Its usage, what it does and the label of its button stand in the catalogue of sentences. */
  word: keyof Words['admin']['commands']
  run(interaction: Interaction, words: readonly Word[]): Promise<void>
}
