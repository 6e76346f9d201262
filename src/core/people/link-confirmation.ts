// A link that an administrator asks for and that a second one has to confirm: its fields and the moves that are allowed.
import { z } from 'zod'
import { BotError } from '../errors.ts'
import { DAY } from '../time/duration.ts'
import { type LinkConfirmationState, linkConfirmationStates } from './link-confirmation-state.ts'

/** An undecided link lapses after this time, milliseconds: long enough for a weekend. */
export const CONFIRM_WITHIN = 3 * DAY

export const linkConfirmationSchema = z.object({
  /** Eight characters. */
  id: z.string(),
  /** Counts the moves, as in a request. */
  version: z.number().int(),
  state: z.enum(linkConfirmationStates),
  /** Slack id of the person to be linked. */
  person: z.string(),
  /** Dremio's id of the user, in lower case. */
  uid: z.uuid(),
  /** Dremio's name of that user. Empty if Dremio does not tell. */
  dremioName: z.string(),
  /** Their e-mail address. Absent if Dremio does not tell. */
  email: z.string().optional(),
  /** Slack id of the administrator who asked. */
  by: z.string(),
  /** Slack ids of the administrators who were asked. Empty if there is no other one: then it needs nobody's decision. */
  asked: z.array(z.string()),
  /** Milliseconds since epoch, as every moment in this record. */
  at: z.number().int(),
  lapsesAt: z.number().int(),
  /** Slack id of the administrator who confirmed or declined. */
  decidedBy: z.string().optional(),
  decidedAt: z.number().int().optional(),
  /** When the confirmed link was made. Without it a process died in between, and an alarm makes it. */
  linkedAt: z.number().int().optional(),
})
export type LinkConfirmation = z.infer<typeof linkConfirmationSchema>

/** True as long as something is still to be done: a decision, or the link that was confirmed. */
export function isUnsettled({ state, linkedAt }: LinkConfirmation): boolean {
  return state === 'pending' || (state === 'confirmed' && linkedAt === undefined)
}

/** The state at this moment: lapsed if its time is up, even if that is not stored yet. */
export function stateAt({ state, lapsesAt }: LinkConfirmation, now: number): LinkConfirmationState {
  return state === 'pending' && now >= lapsesAt ? 'lapsed' : state
}

/** An administrator's decision. Throws `link_confirmation_over` if another one, or time, was first. */
export function decide(
  confirmation: LinkConfirmation,
  state: 'confirmed' | 'declined',
  { by, at }: { by: string; at: number },
): LinkConfirmation {
  const present = stateAt(confirmation, at)
  if (present !== 'pending') throw over(confirmation, present)
  return { ...confirmation, version: confirmation.version + 1, state, decidedBy: by, decidedAt: at }
}

/** The end of a link that nobody confirmed, or that cannot be made. */
export function end(
  confirmation: LinkConfirmation,
  state: 'lapsed' | 'withdrawn' | 'failed',
  from: 'pending' | 'confirmed',
): LinkConfirmation {
  if (confirmation.state !== from) throw over(confirmation, confirmation.state)
  return { ...confirmation, version: confirmation.version + 1, state }
}

function over({ decidedBy }: LinkConfirmation, state: LinkConfirmationState): BotError<'link_confirmation_over'> {
  return new BotError('link_confirmation_over', { state, ...(decidedBy !== undefined && { by: decidedBy }) })
}
