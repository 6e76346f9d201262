// The state of the simulated Slack, which the API reads and writes and the driver looks at.
import { Changes } from './changes.ts'
import { Conversations, type Message, type PostedFile } from './conversations.ts'
import type { Desk } from './desk.ts'
import { Faults } from './faults.ts'
import type { Block } from './limits/blocks.ts'
import { Rates } from './rates.ts'
import { ResponseUrls } from './response-urls.ts'
import { SocketMode } from './socket-mode.ts'
import { Traffic } from './traffic.ts'
import { Triggers } from './triggers.ts'
import {
  type ChannelSeed,
  type GroupSeed,
  type Organization,
  type Person,
  type PersonSeed,
  type ProfileFieldSeed,
  seedPerson,
} from './workspace.ts'

export interface Team {
  readonly id: string
  readonly name: string
  readonly domain: string
}

export interface Bot {
  readonly userId: string
  readonly botId: string
  readonly appId: string
  readonly name: string
  readonly token: string
  readonly signingSecret: string
  /** For Socket Mode. */
  readonly appToken: string
}

/** A shortcut of the app, as in manifest.yml. */
export interface ShortcutSeed {
  readonly name: string
  readonly type: 'global' | 'message'
  readonly callback_id: string
}

export interface WorldSeed {
  readonly people: readonly PersonSeed[]
  readonly groups?: readonly GroupSeed[] | undefined
  readonly channels?: readonly ChannelSeed[] | undefined
  readonly profileFields?: readonly ProfileFieldSeed[] | undefined
  readonly scopes: readonly string[]
  readonly shortcuts: readonly ShortcutSeed[]
  readonly team: Team
  readonly organization?: Organization | undefined
  readonly bot: Bot
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly messagesTabDisabled: boolean
}

/** Something the bot says; `to` makes it ephemeral. */
export interface Saying {
  readonly channel: string
  readonly to: string | undefined
  readonly text: string
  readonly blocks: Block[]
  readonly files?: readonly PostedFile[]
}

export class World {
  readonly team: Team
  readonly organization: Organization | undefined
  readonly bot: Bot
  readonly now: () => number
  readonly scopes: Set<string>
  /** What stands in Slack's own menus. */
  readonly shortcuts: readonly ShortcutSeed[]
  messagesTabDisabled: boolean
  /** What Slack answers for good to messages for these people and channels, by id. */
  readonly refusals = new Map<string, string>()
  readonly people = new Map<string, Person>()
  readonly groups = new Map<string, GroupSeed>()
  readonly channels = new Map<string, ChannelSeed>()
  profileFields: readonly ProfileFieldSeed[]
  readonly changes = new Changes()
  readonly traffic = new Traffic(this.changes)
  readonly faults = new Faults()
  /** No limit where a test sets none: its clock stands still, and an hour's conversation takes no time. */
  readonly rates = new Rates(() => this.now())
  readonly conversations = new Conversations()
  readonly triggers = new Triggers()
  readonly responseUrls = new ResponseUrls()
  readonly socketMode = new SocketMode()
  readonly files = new Map<string, PostedFile>()
  /** Messages that are planned, by their id, with the channel. */
  readonly scheduled = new Map<string, string>()
  /** What Slack would let pass and a careful bot would not do. */
  readonly warnings: string[] = []
  /** What people typed that may be a token. */
  readonly pasted = new Set<string>()
  /** Where this server listens, `http://127.0.0.1:1234`; known once it does. */
  origin = ''
  /** With what the addresses begin that we hand to the bot; ours if not said. */
  handedOut: string | undefined
  /** Hears of what was said or changed in the DM with a person; the driver makes message events of it. */
  overheard: (what: 'posted' | 'changed', message: Message) => void = () => {}
  readonly #desks = new Map<string, Desk>()
  #ids = 0

  constructor(seed: WorldSeed) {
    this.team = seed.team
    this.organization = seed.organization
    this.bot = seed.bot
    this.now = seed.now
    this.scopes = new Set(seed.scopes)
    this.shortcuts = seed.shortcuts
    this.messagesTabDisabled = seed.messagesTabDisabled
    this.profileFields = seed.profileFields ?? []
    for (const person of seed.people) this.people.set(person.id, seedPerson(person, seed.team.id, seed.organization))
    for (const group of seed.groups ?? []) this.groups.set(group.id, group)
    for (const channel of seed.channels ?? [{ id: 'C0GENERAL', name: 'general' }])
      this.channels.set(channel.id, channel)
  }

  readonly warn = (warning: string): void => {
    this.warnings.push(warning)
  }

  /** A new id that begins so, `V` for views, `Ev` for events. */
  id(prefix: string): string {
    this.#ids += 1
    return `${prefix}${String(this.#ids).padStart(8, '0')}`
  }

  desk(person: string): Desk {
    const desk = this.#desks.get(person) ?? { person, stack: [], home: undefined }
    this.#desks.set(person, desk)
    return desk
  }

  /** The id of the DM between the bot and the person. */
  dmOf(person: string): string {
    return `D${person.slice(1)}`
  }

  dmPartner(channel: string): Person | undefined {
    return channel.startsWith('D') ? [...this.people.values()].find(({ id }) => this.dmOf(id) === channel) : undefined
  }

  isIn(person: string, channel: string): boolean {
    const known = this.channels.get(channel)
    // A DM of two people is a conversation like any other.
    if (!known && channel.startsWith('D')) return this.dmOf(person) === channel
    return known !== undefined && (known.members === undefined || known.members.includes(person))
  }

  /** Says it and returns the ts; what is ephemeral and finds nobody at the screen is accepted and gone (facts C1). */
  say(saying: Saying): Message {
    const message: Message = {
      ts: this.conversations.stamp(this.now()),
      channel: saying.channel,
      user: this.bot.userId,
      text: saying.text,
      blocks: saying.blocks,
      edited: false,
      files: saying.files ?? [],
    }
    if (saying.to === undefined) {
      this.conversations.post(message)
      this.overheard('posted', message)
    } else if (this.people.get(saying.to)?.active) {
      this.conversations.show({ ...message, to: saying.to })
    }
    this.changes.changed()
    return message
  }
}
