// A simulated Slack with Slack's limits: the Web API over HTTP, and people who press what the bot shows them.
import type { Border } from '../border.ts'
import type { Attend } from '../crossing.ts'
import type { Message } from './conversations.ts'
import { Dispatcher } from './driver/dispatch.ts'
import { type LowLevel, lowLevel } from './driver/low-level.ts'
import { changedEvent, eventEnvelope, messageEvent } from './driver/payloads.ts'
import { Actor } from './driver/person.ts'
import { type Posted, post } from './driver/posts.ts'
import type { Fault, Gate, Moment } from './faults.ts'
import { openSlackBorder, serve } from './server.ts'
import type { SocketMode } from './socket-mode.ts'
import type { BotAnswer, BotRequest } from './traffic.ts'
import type { ChannelSeed, GroupSeed, Organization, PersonChange, PersonSeed, ProfileFieldSeed } from './workspace.ts'
import { type Bot, type ShortcutSeed, type Team, World } from './world.ts'

export interface SlackOptions {
  readonly people: readonly PersonSeed[]
  readonly groups?: readonly GroupSeed[]
  /** One public channel without the bot if not said. */
  readonly channels?: readonly ChannelSeed[]
  readonly profileFields?: readonly ProfileFieldSeed[]
  /** The granted scopes, as manifest.yml asks for them; all that the contract names if not said. */
  readonly scopes?: readonly string[]
  /** The app's shortcuts, as in manifest.yml; none if not said. */
  readonly shortcuts?: readonly ShortcutSeed[]
  readonly team?: Partial<Team>
  /** The app is installed for all of an Enterprise organization, of which `team` is the first workspace. */
  readonly organization?: Organization
  readonly bot?: Partial<Bot>
  /** The clock of triggers, response_urls and message timestamps, in milliseconds. */
  readonly now?: () => number
  /** The clock of signatures; the bot refuses what is five minutes off its own. */
  readonly signingNow?: () => number
  readonly messagesTabDisabled?: boolean
  /** Whether the bot hears message events of its own DMs, as Slack sends them to whoever has im:history. */
  readonly echo?: boolean
  readonly port?: number
  /** Milliseconds that Slack waits for the answer to a submitted form; three seconds if not said. */
  readonly formPatience?: number
}

const contractScopes = [
  'commands',
  'chat:write',
  'im:write',
  'im:history',
  'users:read',
  'users:read.email',
  'users.profile:read',
  'usergroups:read',
  'files:write',
]

const aTeam: Team = { id: 'T0WORLD', name: 'World', domain: 'world' }
const aBot: Bot = {
  userId: 'U0BOT',
  botId: 'B0BOT',
  appId: 'A0BOT',
  name: 'dremio-pat',
  token: 'xoxb-simulated',
  signingSecret: 'simulated-signing-secret',
  appToken: 'xapp-simulated',
}

export async function startSlack(options: SlackOptions): Promise<Slack> {
  const world = new World({
    people: options.people,
    groups: options.groups,
    channels: options.channels,
    profileFields: options.profileFields,
    scopes: options.scopes ?? contractScopes,
    shortcuts: options.shortcuts ?? [],
    team: { ...aTeam, ...options.team },
    organization: options.organization,
    bot: { ...aBot, ...options.bot },
    now: options.now ?? Date.now,
    messagesTabDisabled: options.messagesTabDisabled ?? false,
  })
  const dispatcher = new Dispatcher(world, {
    signingNow: options.signingNow ?? Date.now,
    formPatience: options.formPatience,
  })
  if (options.echo ?? true) echo(world, dispatcher)
  const stop = await serve(world, options.port)
  return new Slack(world, dispatcher, stop)
}

/** With message.im subscribed a bot hears itself, edits included, and has to know its own voice. */
function echo(world: World, dispatcher: Dispatcher): void {
  world.overheard = (what, message) => {
    if (!dispatcher.connected || !world.scopes.has('im:history') || !message.channel.startsWith('D')) return
    const event = what === 'posted' ? messageEvent(world, message) : changedEvent(world, message)
    void dispatcher.json('event', eventEnvelope(world, event))
  }
}

export class Slack {
  readonly #world: World
  readonly #dispatcher: Dispatcher
  readonly #stop: () => Promise<void>
  readonly #actors = new Map<string, Actor>()
  readonly dispatch: LowLevel

  constructor(world: World, dispatcher: Dispatcher, stop: () => Promise<void>) {
    this.#world = world
    this.#dispatcher = dispatcher
    this.#stop = stop
    this.dispatch = lowLevel(world, dispatcher)
  }

  /** For SLACK_API_URL. */
  get apiUrl(): string {
    return `${this.#world.origin}/api/`
  }

  /** One more address, for one bot: `attend` is asked before each call is obeyed, and then before it is answered. */
  openBorder(attend: Attend): Promise<Border> {
    return openSlackBorder(this.#world, attend)
  }

  /** Where the bot is sent for its answers and uploads, as `http://127.0.0.1:1234`; to our own address if not said. */
  handOut(origin?: string): void {
    this.#world.handedOut = origin
  }

  get bot(): Bot {
    return this.#world.bot
  }

  get team(): Team {
    return this.#world.team
  }

  /** The granted scopes; may be changed while running. */
  get scopes(): Set<string> {
    return this.#world.scopes
  }

  /** Every call that the bot made, in the order of arrival. */
  get requests(): readonly BotRequest[] {
    return this.#world.traffic.requests
  }

  /** Every HTTP answer that the bot gave us. */
  get answers(): readonly BotAnswer[] {
    return this.#world.traffic.answers
  }

  /** How many messages are planned and would be posted some day. */
  get scheduled(): number {
    return this.#world.scheduled.size
  }

  /** What Slack would let pass and a careful bot would not do; empty in a good test. */
  get warnings(): readonly string[] {
    return this.#world.warnings
  }

  /** What people typed into forms, messages and commands that may be a token, right or wrong. */
  get pasted(): ReadonlySet<string> {
    return this.#world.pasted
  }

  /** Where the bot listens, `http://127.0.0.1:3000`; several processes as a list. */
  connect(bots: string | readonly string[], options?: { inTurn?: boolean }): void {
    this.#dispatcher.connect(bots, options)
  }

  /** The sockets of a bot in Socket Mode, with all that can go wrong with them. */
  get sockets(): SocketMode {
    return this.#world.socketMode
  }

  /** What people do reaches the bot by the socket that it opened, instead of by HTTP. */
  connectBySocket(): void {
    this.#dispatcher.connectBySocket()
  }

  person(id: string): Actor {
    const actor = this.#actors.get(id) ?? new Actor(this.#world, this.#dispatcher, id)
    this.#actors.set(id, actor)
    return actor
  }

  /** Another app posts a message, or a person who is nobody else here: the author's id, if Slack says one. */
  posts(said: Posted, author?: string): Message {
    return post(this.#world, author, said)
  }

  /** Changes a person silently; `dispatch.userChange(id)` tells the bot, if Slack is to. */
  change(id: string, change: PersonChange): void {
    const person = this.#world.people.get(id)
    if (!person) throw new Error(`Nobody has the id ${id}`)
    Object.assign(person, change)
    this.#world.changes.changed()
  }

  regroup(id: string, users: readonly string[]): void {
    this.#world.groups.set(id, { ...this.#world.groups.get(id), id, users })
  }

  /** Messages for this person or channel are refused so, until `error` is undefined. */
  refuse(id: string, error: string | undefined): void {
    if (error === undefined) this.#world.refusals.delete(id)
    else this.#world.refusals.set(id, error)
  }

  /** The app's setting “Messages Tab”: without it nobody gets direct messages from the bot. */
  turnMessagesTab(is: 'on' | 'off'): void {
    this.#world.messagesTabDisabled = is === 'off'
  }

  /** Deletes a user group. */
  ungroup(id: string): void {
    this.#world.groups.delete(id)
  }

  /** Gives everybody's profile these custom fields instead of those that it had; what stands in them stays. */
  redefine(profileFields: readonly ProfileFieldSeed[]): void {
    this.#world.profileFields = profileFields
  }

  /** What stands in a channel or DM, oldest first. */
  conversation(channel: string) {
    return this.#world.conversations.in(channel)
  }

  /** The next calls of the method (or `response_url`, `files.upload`, `*`) go wrong so. */
  fail(method: string, fault: Fault, options?: { times?: number }): void {
    this.#world.faults.fail(method, fault, options)
  }

  /** Forgets the faults that were planned and not met. */
  heal(): void {
    this.#world.faults.clear()
  }

  /** Answers more calls of the method within a minute (by `now`) with 429, as Slack does. */
  limit(method: string, perMinute: number): void {
    this.#world.rates.limit(method, perMinute)
  }

  /** Holds the calls of the method until the gate is released. */
  hold(method: string, options?: { before?: Moment }): Gate {
    return this.#world.faults.hold(method, options)
  }

  /** Calls the listener at every change, until the returned function is called. */
  onChange(listener: () => void): () => void {
    return this.#world.changes.on(listener)
  }

  /** Tells how to know that the bot has nothing under way besides calls to us. */
  settlesBy(settled: () => Promise<unknown>): void {
    this.#world.traffic.settled = settled
  }

  /** Resolves when the bot has had nothing under way for so many milliseconds. */
  quiet(milliseconds?: number, timeout?: number): Promise<void> {
    return this.#world.traffic.quiet(milliseconds, timeout)
  }

  /** Everything that the bot ever said to Slack as one text, for a search after secrets. */
  everythingSaid(): string {
    return JSON.stringify([this.requests, this.answers])
  }

  /** Empties the records, for long runs. */
  forget(): void {
    this.#world.traffic.requests.length = 0
    this.#world.traffic.answers.length = 0
  }

  async close(): Promise<void> {
    this.#dispatcher.close()
    await this.#stop()
  }
}
