// What one person has open: the stack of forms, what is filled in, and the Home tab.
import type { Values } from './form-state.ts'
import type { HomeContent, ModalContent } from './limits/views.ts'

/** surfaces/modals: "a modal can hold up to 3 views at a time". */
export const STACK = 3

export interface OpenView {
  readonly id: string
  readonly root: string
  readonly previous: string | null
  hash: string
  content: ModalContent
  values: Values
  /** By block id, as the bot's last `response_action: errors` said. */
  errors: Readonly<Record<string, string>>
  /** What the client says when the bot did not answer or answered nonsense. */
  trouble: string | undefined
}

export interface Home {
  readonly id: string
  readonly hash: string
  readonly content: HomeContent
  values: Values
}

export interface Desk {
  readonly person: string
  stack: OpenView[]
  home: Home | undefined
}
