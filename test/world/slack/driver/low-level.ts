// Dispatches put together by hand: what no client would send, sent twice, forged, late, or to another process.
import { userRecord } from '../api/users.ts'
import type { World } from '../world.ts'
import type { Dispatched, Dispatcher, DispatchOptions, Sent } from './dispatch.ts'
import { pastedIn } from './pasted.ts'
import * as payloads from './payloads.ts'

type Fields = Record<string, unknown>

export interface LowLevel {
  /** `overrides` replaces fields of an honest slash payload. */
  command(
    person: string,
    command: string,
    text: string,
    options?: DispatchOptions & { channel?: string; overrides?: Record<string, string> },
  ): Promise<Dispatched>
  /** `fields` (actions, container, view …) go on top of who and where, a fresh trigger included. */
  blockAction(person: string, fields: Fields, options?: DispatchOptions): Promise<Dispatched>
  viewSubmission(person: string, fields: Fields, options?: DispatchOptions): Promise<Dispatched>
  event(event: Fields, options?: DispatchOptions): Promise<Dispatched>
  /** user_change with the person as they are now. */
  userChange(person: string, options?: DispatchOptions): Promise<Dispatched>
  /** The identical bytes once more. */
  replay(sent: Sent, options?: DispatchOptions): Promise<Dispatched>
}

function late({ happenedAt, eventId }: DispatchOptions = {}): Fields {
  return {
    ...(happenedAt !== undefined && { event_time: Math.floor(happenedAt / 1_000) }),
    ...(eventId !== undefined && { event_id: eventId }),
  }
}

export function lowLevel(world: World, dispatcher: Dispatcher): LowLevel {
  const pastes = (what: unknown) => {
    for (const word of pastedIn(JSON.stringify(what) ?? '')) world.pasted.add(word)
  }
  const interact = (kind: string, person: string, fields: Fields, options?: DispatchOptions) => {
    const payload = { type: kind, ...payloads.whoAndWhere(world, person), ...fields }
    return dispatcher.form(kind, { payload: JSON.stringify(payload) }, options)
  }
  const event = (fields: Fields, options?: DispatchOptions) =>
    dispatcher.json('event', { ...payloads.eventEnvelope(world, fields), ...late(options) }, options)
  return {
    command: (person, command, text, options = {}) => {
      pastes(text)
      const channel = options.channel ?? [...world.channels.keys()][0] ?? world.dmOf(person)
      const fields = payloads.commandFields(world, person, command, text, channel)
      return dispatcher.form('command', { ...fields, ...options.overrides }, options)
    },
    blockAction: (person, fields, options) => interact('block_actions', person, fields, options),
    viewSubmission: (person, fields, options) => {
      pastes((fields.view as { state?: unknown } | undefined)?.state)
      return interact('view_submission', person, fields, options)
    },
    event: (fields, options) => {
      pastes(fields)
      return event(fields, options)
    },
    userChange: (id, options) => {
      const person = world.people.get(id)
      if (!person) throw new Error(`Nobody has the id ${id}`)
      const event_ts = world.conversations.stamp(world.now())
      return event({ type: 'user_change', user: userRecord(world, person), cache_ts: 0, event_ts }, options)
    },
    replay: (sent, options) => dispatcher.replay(sent, options),
  }
}
