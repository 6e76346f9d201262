// One person at the screen: types, presses, fills, submits, and says what there is to see.
import type { Ephemeral, Message } from '../conversations.ts'
import type { Home, OpenView } from '../desk.ts'
import { cleaned, type Reader } from '../mrkdwn.ts'
import { viewRecord } from '../views.ts'
import type { World } from '../world.ts'
import { takeCommandAck, takeSubmissionAck } from './acks.ts'
import { findButton, findOption, linkLabelled, type Words } from './clickables.ts'
import { asSlackSends } from './command-text.ts'
import type { Dispatched, Dispatcher, DispatchOptions } from './dispatch.ts'
import { type Entry, entered, inputLabelled, inputsOf, mustBeSubmittable } from './filling.ts'
import { Hands, type Pressed, type PressOptions } from './hands.ts'
import { type OpenForm, openForm } from './open-form.ts'
import { pastedIn } from './pasted.ts'
import * as payloads from './payloads.ts'
import { type Posted, post, shortcutNamed } from './posts.ts'
import { Sight } from './sight.ts'

export type { Pressed, PressOptions } from './hands.ts'

export interface Submitted extends Dispatched {
  /** By label, as the bot complained about inputs. */
  readonly errors: Readonly<Record<string, string>>
  readonly trouble: string | undefined
}

export class Actor {
  readonly id: string
  readonly #world: World
  readonly #dispatcher: Dispatcher
  readonly #via: string | number
  readonly #sight: Sight
  readonly #hands: Hands
  #told = new Map<string, string>()

  constructor(
    world: World,
    dispatcher: Dispatcher,
    id: string,
    via: string | number = 0,
    sight = new Sight(world, id),
  ) {
    if (!world.people.has(id)) throw new Error(`Nobody has the id ${id}`)
    this.id = id
    this.#world = world
    this.#dispatcher = dispatcher
    this.#hands = new Hands(world, dispatcher, id, via, sight)
    this.#via = via
    this.#sight = sight
  }

  /** The same person at the same screen, whose requests reach another bot process. */
  via(bot: string | number): Actor {
    return new Actor(this.#world, this.#dispatcher, this.id, bot, this.#sight)
  }

  get dm(): string {
    return this.#world.dmOf(this.id)
  }

  /**
   * A slash command with its words, escaped and linked on the way as Slack does with "Escape channels, users, and links";
   * `raw` sends the bytes as they are.
   */
  async types(
    line: string,
    { raw = false, ...options }: DispatchOptions & { channel?: string; raw?: boolean } = {},
  ): Promise<Dispatched> {
    const [, command = '', text = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line.trim()) ?? []
    if (command === '') throw new Error(`A command begins with a slash: ${line}`)
    if (!this.#world.scopes.has('commands')) throw new Error(`${command} is not a valid command: no scope "commands"`)
    this.#pastes(text)
    const channel = options.channel === 'dm' ? this.dm : (options.channel ?? this.#elsewhere())
    const sent = raw ? text : asSlackSends(this.#world, text)
    const fields = payloads.commandFields(this.#world, this.id, command, sent, channel)
    const ack = await this.#dispatcher.form('command', fields, { via: this.#via, ...options })
    takeCommandAck(this.#world, this.id, channel, command, ack)
    return ack
  }

  /** A message to the bot. Without the scope im:history nobody tells the bot, and the answer is undefined. */
  async writes(text: string, options: DispatchOptions = {}): Promise<Dispatched | undefined> {
    const message = this.#world.conversations.post({
      ts: this.#world.conversations.stamp(this.#world.now()),
      channel: this.dm,
      user: this.id,
      ...this.#said(text),
      edited: false,
      files: [],
    })
    this.#world.changes.changed()
    if (!this.#world.scopes.has('im:history')) return undefined
    const event = { ...payloads.messageEvent(this.#world, message), client_msg_id: this.#world.id('m') }
    return this.#hands.event(event, options)
  }

  /** Changes what they last wrote to the bot. */
  async edits(text: string, options: DispatchOptions = {}): Promise<Dispatched | undefined> {
    const message = this.messages.filter(({ user }) => user === this.id).at(-1)
    if (!message) throw new Error('There is nothing of theirs to edit')
    const previous_message = payloads.messageEvent(this.#world, message)
    Object.assign(message, this.#said(text), { edited: true })
    this.#world.changes.changed()
    if (!this.#world.scopes.has('im:history')) return undefined
    return this.#hands.event({ ...payloads.changedEvent(this.#world, message), previous_message }, options)
  }

  /** Sends the bot a text snippet, perhaps with words beside it: reference/events/message/file_share. */
  async shares(content: string, { name = 'untitled', comment = '' } = {}): Promise<Dispatched | undefined> {
    const id = this.#world.id('F')
    const message = this.#world.conversations.post({
      ts: this.#world.conversations.stamp(this.#world.now()),
      channel: this.dm,
      user: this.id,
      ...this.#said(comment),
      edited: false,
      files: [{ id, name, title: name, content }],
    })
    this.#pastes(`${name} ${content}`)
    this.#world.changes.changed()
    if (!this.#world.scopes.has('im:history')) return undefined
    const preview = content.slice(0, 1_000)
    const files = [{ id, name, title: name, mode: 'snippet', filetype: 'text', preview }]
    const event = { ...payloads.messageEvent(this.#world, message), subtype: 'file_share', upload: true, files }
    return this.#hands.event(event, {})
  }

  /** Opens the bot's Home or Messages tab. */
  opensHome(tab: 'home' | 'messages' = 'home', options: DispatchOptions = {}): Promise<Dispatched> {
    const { home } = this.#world.desk(this.id)
    const view = home && { view: viewRecord(this.#world, home) }
    const event_ts = this.#world.conversations.stamp(this.#world.now())
    return this.#hands.event(
      { type: 'app_home_opened', user: this.id, channel: this.dm, tab, event_ts, ...view },
      options,
    )
  }

  /** Posts a message in any conversation that they are in; the bot hears nothing of it. */
  posts(said: string | Posted): Message {
    return post(this.#world, this.id, typeof said === 'string' ? { text: said } : said)
  }

  /** Chooses a shortcut that Slack offers everywhere. */
  usesShortcut(name: string, options: DispatchOptions = {}): Promise<Dispatched> {
    const callback = shortcutNamed(this.#world, name, 'global')
    return this.#hands.interact('shortcut', payloads.globalShortcut(this.#world, this.id, callback), options)
  }

  /** Chooses a shortcut in the menu of a message that they see. Slack offers none on an ephemeral one. */
  usesShortcutOn(name: string, message: Message, options: DispatchOptions = {}): Promise<Dispatched> {
    const callback = shortcutNamed(this.#world, name, 'message')
    if ('to' in message) throw new Error('An ephemeral message has no shortcuts')
    if (!this.#world.isIn(this.id, message.channel)) throw new Error(`${this.id} does not see ${message.channel}`)
    const payload = payloads.messageShortcut(this.#world, this.id, callback, message)
    return this.#hands.interact('message_action', payload, options)
  }

  /** Presses the button of that text on the newest thing that has one, or chooses it in an overflow menu. */
  async presses(text: Words, options: PressOptions = {}): Promise<Pressed> {
    return this.aims(text, options)(options)
  }

  /** Finds the button now and presses it later, however the screen has changed by then. */
  aims(text: Words, { on, beside }: { on?: Words; beside?: Words } = {}): (options?: PressOptions) => Promise<Pressed> {
    const aim = findButton(this.#sight, text, on, beside)
    return (options = {}) => this.#hands.press(aim, options)
  }

  /** Chooses an option of a menu, radio button, checkbox or overflow that stands in a message or form. */
  picks(option: Words, options: PressOptions = {}): Promise<Dispatched> {
    return this.#hands.pick(findOption(this.#sight, option, options.on), options)
  }

  /** Fills inputs of the open form by their labels; the option of a menu by its text. */
  async fills(entries: Readonly<Record<string, Entry>>, options: DispatchOptions = {}): Promise<void> {
    for (const [label, entry] of Object.entries(entries)) {
      const view = this.#top('fill')
      this.#pastes(String(entry))
      const input = inputLabelled(view.content.blocks, label)
      const { element } = input
      const answer = entered(this.#world, element, entry)
      const block = input.block_id ?? ''
      const action = element.action_id ?? ''
      view.values = { ...view.values, [block]: { ...view.values[block], [action]: answer } }
      this.#world.changes.changed()
      if (!input.dispatch_action) continue
      await this.#hands.act({ kind: 'form', view }, { block_id: block, action_id: action, ...answer }, options)
    }
  }

  /** Submits the open form, unless Slack's client would refuse to. */
  async submits(button?: string, options: DispatchOptions = {}): Promise<Submitted> {
    const view = this.#top('submit')
    const submit = view.content.submit?.text
    if (submit === undefined) throw new Error(`"${view.content.title.text}" has nothing to submit`)
    if (button !== undefined && button !== submit) throw new Error(`The button says "${submit}", not "${button}"`)
    mustBeSubmittable(view.content.blocks, view.values)
    const payload = payloads.viewSubmission(this.#world, this.id, view)
    const labels = new Map(inputsOf(view.content.blocks).map((input) => [input.block_id, input.label.text]))
    const ack = await this.#hands.interact('view_submission', payload, options)
    takeSubmissionAck(this.#world, this.#world.desk(this.id), view, ack)
    const errors = Object.entries(view.errors).map(([block, error]) => [labels.get(block) ?? block, error])
    return { ...ack, errors: Object.fromEntries(errors), trouble: view.trouble }
  }

  /** Closes the open form; the bot hears of it only if the view said notify_on_close. */
  async closes(options: DispatchOptions = {}): Promise<Dispatched | undefined> {
    const view = this.#top('close')
    const desk = this.#world.desk(this.id)
    desk.stack = view.content.clear_on_close ? [] : desk.stack.filter((other) => other !== view)
    this.#world.changes.changed()
    if (!view.content.notify_on_close) return undefined
    return this.#hands.interact('view_closed', payloads.viewClosed(this.#world, this.id, view, false), options)
  }

  /** Loads the client again: what is ephemeral is gone, and so is an open form. */
  reload(): void {
    this.#world.conversations.forgetEphemerals(this.id)
    this.#world.desk(this.id).stack = []
    this.#world.changes.changed()
  }

  get form(): OpenForm | undefined {
    const view = this.#world.desk(this.id).stack.at(-1)
    return view && openForm(view, this.#sight.reader)
  }

  /** The same as Slack holds it, for whoever draws it. */
  get view(): OpenView | undefined {
    return this.#world.desk(this.id).stack.at(-1)
  }

  /** How this person's client would name people and write dates. */
  get reader(): Reader {
    return this.#sight.reader
  }

  /** The Home tab as Slack holds it, for whoever draws it. */
  get homeView(): Home | undefined {
    return this.#world.desk(this.id).home
  }

  /** The Home tab as it reads; undefined before the bot published it. */
  get home(): string | undefined {
    const { home } = this.#world.desk(this.id)
    return home && this.#sight.read({ kind: 'home', home })
  }

  /** By label. */
  get formErrors(): Readonly<Record<string, string>> {
    return this.form?.errors ?? {}
  }

  /** The DM with the bot as it stands now, oldest first. */
  get messages(): readonly Message[] {
    return this.#world.conversations.in(this.dm)
  }

  get ephemerals(): readonly Ephemeral[] {
    return this.#world.conversations.ephemeralsOf(this.id)
  }

  sees(): string {
    return this.#sight.all()
  }

  /** A sentence of the bot's as this person reads it: people by name, dates in their zone, marks gone. */
  reads(sentence: string): string {
    return cleaned(sentence, this.reader)
  }

  /** What is new or changed on the screen since the last time that this was asked, oldest first. */
  news(): string[] {
    return this.changes().map(({ now }) => now)
  }

  /** The same, with what stood there before; undefined for what is new. */
  changes(): { before: string | undefined; now: string }[] {
    const seen = this.#sight.byKey()
    const before = this.#told
    this.#told = seen
    return [...seen].map(([key, now]) => ({ before: before.get(key), now })).filter(({ before, now }) => before !== now)
  }

  /** Resolves with what the person sees, or what the predicate found, as soon as it is there. */
  waitsFor(what: Words, timeout?: number): Promise<string>
  waitsFor<T>(what: (person: Actor) => T, timeout?: number): Promise<NonNullable<T>>
  waitsFor(what: Words | ((person: Actor) => unknown), timeout = 15_000): Promise<unknown> {
    const look = () => {
      if (typeof what === 'function') return what(this)
      const text = this.sees()
      return (typeof what === 'string' ? text.includes(what) || text.includes(this.reads(what)) : what.test(text))
        ? text
        : undefined
    }
    const name = this.#world.people.get(this.id)?.realName
    return this.#world.changes.until(
      look,
      timeout,
      () => new Error(`${name} waited ${timeout} ms for ${what} and sees:\n${this.sees() || '(nothing)'}`),
    )
  }

  /** Where the newest link button of that label leads; undefined if there is none. */
  linkTo(label: string): string | undefined {
    return linkLabelled(this.#sight, label)
  }

  quiet(): Promise<void> {
    return this.#world.traffic.quiet()
  }

  #pastes(text: string): void {
    for (const word of pastedIn(text)) this.#world.pasted.add(word)
  }

  /** As Slack keeps what somebody wrote. */
  #said(text: string) {
    this.#pastes(text)
    const elements = [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }]
    return {
      text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      blocks: text === '' ? [] : [{ type: 'rich_text' as const, block_id: this.#world.id('b'), elements }],
    }
  }

  #top(verb: string) {
    const view = this.#world.desk(this.id).stack.at(-1)
    if (!view) throw new Error(`There is no form to ${verb}. On the screen:\n${this.sees() || '(nothing)'}`)
    return view
  }

  /** A channel without the bot: where slash commands may well be typed. */
  #elsewhere(): string {
    const channel = [...this.#world.channels.values()].find(
      (one) => !one.botIsMember && this.#world.isIn(this.id, one.id),
    )
    return channel?.id ?? this.dm
  }
}
