// A message about a person's tokens, as the messenger gets it, and what became of it.
import type { MessageLocation } from '../message-locations.ts'
import type { RemindedToken } from './due-reminders.ts'
import type { ReminderRowStatus, TokenReminderState } from './reminder-record.ts'

/** `unavailable`: sending it again later may help. `refused`: Slack says that it cannot be delivered. */
export type DeliveryResult = 'delivered' | 'unavailable' | 'refused'

export interface ReminderDelivery {
  result: DeliveryResult
  /** Where the message stands, if it was posted. */
  location?: MessageLocation
}

/** A message about somebody's tokens. */
export interface Reminder {
  id: string
  /** Slack ids of whose tokens they are, and of who reads it. */
  owner: string
  to: string
  rows: readonly ReminderRow[]
  location?: MessageLocation | undefined
  /** A message that was posted is edited; nothing is posted. */
  onlyIfPosted: boolean
  /** The record named the message before this check, so another process may have posted it since. */
  mayBePosted: boolean
}
export interface ReminderRow {
  /** Undefined once nothing is known of it any more. */
  token: RemindedToken | undefined
  tid: string
  status: ReminderRowStatus
  state: TokenReminderState
}
