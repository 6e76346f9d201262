// The record of somebody who left: nothing acts as them any more, until they are back.
import { z } from 'zod'
import type { PersonRefusal } from './identity-refusals.ts'

/** Refusals that end only if somebody comes back. A person who has not joined yet has not left. */
const reasons = ['deleted', 'bot', 'guest', 'stranger', 'foreign team'] as const satisfies readonly PersonRefusal[]
export type DepartureReason = (typeof reasons)[number]

export const departureSchema = z.object({
  /** Slack id. */
  person: z.string(),
  because: z.enum(reasons),
  /** When it was noticed, milliseconds since epoch. */
  at: z.number().int(),
})
export type Departure = z.infer<typeof departureSchema>

/** People who left. Every method throws `redis_unavailable`. */
export interface Departures {
  of(person: string): Promise<Departure | undefined>
  /** Resolves to false if the person is known to have left already. */
  add(departure: Departure): Promise<boolean>
  /** Resolves to false if the person was not known to have left. */
  remove(person: string): Promise<boolean>
  /** In no particular order. A record that is added or removed meanwhile may be missing. */
  every(): AsyncIterable<Departure>
}

export function isDeparture(refusal: PersonRefusal): refusal is DepartureReason {
  return reasons.some((reason) => reason === refusal)
}
