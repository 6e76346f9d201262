// How a click becomes a signed request: the payload for what was pressed or picked, on its way to one bot process.
import { keyOf } from '../form-state.ts'
import type { World } from '../world.ts'
import type { OverflowEntry, Pickable, Pressable, Words } from './clickables.ts'
import type { Dispatched, Dispatcher, DispatchOptions } from './dispatch.ts'
import * as payloads from './payloads.ts'
import type { Sight, Surface } from './sight.ts'

export interface Pressed {
  /** Of the bot's answer; 200 for a link, which only opens a page. */
  readonly status: number
  readonly body: string
  /** Where a link button leads. */
  readonly url?: string
  /** What a confirmation dialog asked before. */
  readonly confirm?: string
  readonly sent?: Dispatched['sent']
}

export interface PressOptions extends DispatchOptions {
  /** What the message or form must read like. */
  readonly on?: Words
  /** What the row must read like in which it stands. */
  readonly beside?: Words
  /** Whether a confirmation dialog is answered with yes; yes if not said. */
  readonly confirm?: boolean
  /** Slack also dispatches the pressing of a link button; so does this if asked. */
  readonly dispatches?: boolean
}

export class Hands {
  readonly #world: World
  readonly #dispatcher: Dispatcher
  readonly #person: string
  readonly #via: string | number
  readonly #sight: Sight

  constructor(world: World, dispatcher: Dispatcher, person: string, via: string | number, sight: Sight) {
    this.#world = world
    this.#dispatcher = dispatcher
    this.#person = person
    this.#via = via
    this.#sight = sight
  }

  async press(aim: Pressable | OverflowEntry, options: PressOptions): Promise<Pressed> {
    if ('kind' in aim) return this.#choose(aim, options)
    const { surface, block, button } = aim
    const confirm = button.confirm && { confirm: button.confirm.text.text }
    if (confirm && options.confirm === false) return { status: 200, body: '', ...confirm }
    const url = button.url !== undefined ? { url: button.url } : {}
    if (button.url !== undefined && !options.dispatches) return { status: 200, body: '', ...url, ...confirm }
    const { type, action_id, text, value, style } = button
    const action = {
      type,
      action_id,
      block_id: block,
      text,
      ...(value !== undefined && { value }),
      ...(style && { style }),
    }
    return { ...(await this.act(surface, action, options)), ...url, ...confirm }
  }

  /** Slack asks before any entry of an overflow menu that has a confirmation dialog. */
  async #choose(entry: OverflowEntry, options: PressOptions): Promise<Pressed> {
    const { element } = entry
    const confirm = 'confirm' in element && element.confirm ? { confirm: element.confirm.text.text } : {}
    if ('confirm' in confirm && options.confirm === false) return { status: 200, body: '', ...confirm }
    return { ...(await this.pick(entry, options)), ...confirm }
  }

  async pick({ surface, block, element, option }: Pickable, options: PressOptions): Promise<Dispatched> {
    const action = { type: element.type, action_id: element.action_id ?? '', block_id: block }
    const key = keyOf(element.type)
    const values = this.#sight.valuesOf(surface)
    const answer =
      key === 'selected_options'
        ? { type: element.type, selected_options: [option] }
        : { type: element.type, selected_option: option }
    if (key !== undefined) values[block] = { ...values[block], [action.action_id]: answer }
    this.#world.changes.changed()
    return this.act(surface, { ...action, ...answer }, options)
  }

  act(surface: Surface, given: Record<string, unknown>, options: DispatchOptions): Promise<Dispatched> {
    const action = { ...given, action_ts: this.#world.conversations.stamp(this.#world.now()) }
    const payload =
      surface.kind === 'message'
        ? payloads.messageAction(this.#world, this.#person, surface.message, action, this.#sight.valuesOf(surface))
        : payloads.viewAction(this.#world, this.#person, surface.kind === 'form' ? surface.view : surface.home, action)
    return this.interact('block_actions', payload, options)
  }

  interact(kind: string, payload: unknown, options: DispatchOptions): Promise<Dispatched> {
    return this.#dispatcher.form(kind, { payload: JSON.stringify(payload) }, { via: this.#via, ...options })
  }

  event(event: Record<string, unknown>, options: DispatchOptions): Promise<Dispatched> {
    const envelope = payloads.eventEnvelope(this.#world, event)
    return this.#dispatcher.json('event', envelope, { via: this.#via, ...options })
  }
}
