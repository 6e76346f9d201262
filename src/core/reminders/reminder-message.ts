// A message about somebody's tokens, as whoever posts it is handed it, and what became of it.
import type { MessageLocation } from '../message-locations.ts'
import type { RemindedToken } from './due-reminders.ts'
import type { ReminderRowStatus, TokenReminderState } from './reminder-record.ts'

/** `away`: saying it again later may help. `refused`: Slack says that it cannot be delivered. */
export type DeliveryResult = 'heard' | 'away' | 'refused'

export interface Shown {
  heard: DeliveryResult
  /** Where it stands, if it does. */
  place?: MessageLocation
}

/** A message about somebody's tokens. */
export interface Reminder {
  id: string
  /** Slack ids of whose tokens they are, and of who reads it. */
  owner: string
  to: string
  rows: readonly ReminderRow[]
  place?: MessageLocation | undefined
  /** It may have been posted already, by a worker that died before it wrote down where. */
  again: boolean
  /** What stands is edited; nothing is posted. */
  onlyIfThere: boolean
}
export interface ReminderRow {
  /** Undefined once nothing is known of it any more. */
  token: RemindedToken | undefined
  tid: string
  status: ReminderRowStatus
  state: TokenReminderState
}
