// trigger_ids: the right to open one form for one person, for three seconds, once.

/** surfaces/modals: "a trigger will expire 3 seconds after you receive it"; each can be used once. */
const LIFE = 3_000

export type TriggerError = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id'

export class Triggers {
  readonly #issued = new Map<string, { person: string; at: number; used: boolean }>()

  issue(person: string, now: number): string {
    const id = `${now}.${this.#issued.size + 1}.${Math.random().toString(16).slice(2, 14)}`
    this.#issued.set(id, { person, at: now, used: false })
    return id
  }

  /** The person whose screen the trigger opens, or Slack's error. */
  use(id: string, now: number): { person: string } | { error: TriggerError } {
    const trigger = this.#issued.get(id)
    if (!trigger) return { error: 'invalid_trigger_id' }
    if (trigger.used) return { error: 'exchanged_trigger_id' }
    if (now - trigger.at > LIFE) return { error: 'expired_trigger_id' }
    trigger.used = true
    return { person: trigger.person }
  }
}
