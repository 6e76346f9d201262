// A message about somebody's tokens, as whoever posts it is handed it, and what became of it.
import type { CardPlace } from '../message-locations.ts'
import type { RemindedToken } from './due-reminders.ts'
import type { Notes, Standing } from './reminder-record.ts'

/** `away`: saying it again later may help. `refused`: Slack says that it cannot be delivered. */
export type Heard = 'heard' | 'away' | 'refused'

export interface Shown {
  heard: Heard
  /** Where it stands, if it does. */
  place?: CardPlace
}

/** A message about somebody's tokens. */
export interface Reminder {
  id: string
  /** Slack ids of whose tokens they are, and of who reads it. */
  owner: string
  to: string
  rows: readonly ReminderRow[]
  place?: CardPlace | undefined
  /** It may have been posted already, by a worker that died before it wrote down where. */
  again: boolean
  /** What stands is edited; nothing is posted. */
  onlyIfThere: boolean
}
export interface ReminderRow {
  /** Undefined once nothing is known of it any more. */
  token: RemindedToken | undefined
  tid: string
  standing: Standing
  notes: Notes
}
