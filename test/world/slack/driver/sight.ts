// What one person has before their eyes: the open form, the messages of their DM and channels, what only they see.
import type { Ephemeral, Message } from '../conversations.ts'
import type { Home, OpenView } from '../desk.ts'
import { carriedOver, initialValues, type Values } from '../form-state.ts'
import type { Block } from '../limits/blocks.ts'
import { type Reader, renderBlocks, renderMessage, renderView } from '../render.ts'
import type { World } from '../world.ts'

/** A surface on the screen: something that can be read and that buttons stand on. */
export type Surface =
  | { readonly kind: 'form'; readonly view: OpenView }
  | { readonly kind: 'message'; readonly message: Message | Ephemeral }
  | { readonly kind: 'home'; readonly home: Home }

export class Sight {
  readonly #world: World
  readonly #person: string
  /** What was picked in menus that stand in messages. */
  readonly #picked = new WeakMap<Message, Values>()

  constructor(world: World, person: string) {
    this.#world = world
    this.#person = person
  }

  get reader(): Reader {
    const world = this.#world
    return {
      timeZone: world.people.get(this.#person)?.timeZone ?? 'UTC',
      now: world.now(),
      nameOf: (id) =>
        id === world.bot.userId
          ? world.bot.name
          : (world.people.get(id)?.realName ?? world.channels.get(id)?.name ?? world.groups.get(id)?.handle ?? id),
    }
  }

  /** Messages that are kept, oldest first: those of the DM, then of channels that the person is in. */
  messages(): readonly Message[] {
    const { conversations, channels } = this.#world
    const inChannels = [...channels.keys()].filter((id) => this.#world.isIn(this.#person, id))
    return [this.#world.dmOf(this.#person), ...inChannels].flatMap((channel) => conversations.in(channel))
  }

  /** Everything said, kept or not, oldest first. */
  said(): readonly (Message | Ephemeral)[] {
    const all = [...this.messages(), ...this.#world.conversations.ephemeralsOf(this.#person)]
    return all.sort((one, other) => order(one) - order(other))
  }

  /** Where a person would look for a button: the form on top, then the newest message first, then the Home tab. */
  surfaces(): readonly Surface[] {
    const desk = this.#world.desk(this.#person)
    const view = desk.stack.at(-1)
    return [
      ...(view ? [{ kind: 'form' as const, view }] : []),
      ...[...this.said()].reverse().map((message) => ({ kind: 'message' as const, message })),
      ...(desk.home ? [{ kind: 'home' as const, home: desk.home }] : []),
    ]
  }

  blocksOf(surface: Surface): readonly Block[] {
    if (surface.kind === 'form') return surface.view.content.blocks
    return surface.kind === 'home' ? surface.home.content.blocks : surface.message.blocks
  }

  /** What the menus and inputs of the surface hold now, to be read and changed. */
  valuesOf(surface: Surface): Values {
    if (surface.kind === 'form') return surface.view.values
    if (surface.kind === 'home') return surface.home.values
    const before = this.#picked.get(surface.message)
    const { blocks } = surface.message
    const values = before ? carriedOver(before, blocks) : initialValues(blocks)
    this.#picked.set(surface.message, values)
    return values
  }

  read(surface: Surface): string {
    if (surface.kind === 'form') return renderView(surface.view.content, surface.view, this.reader)
    if (surface.kind === 'home') return renderView(surface.home.content, surface.home, this.reader)
    const { message } = surface
    const text = renderMessage(message, this.reader)
    const marks = [
      ...('to' in message ? ['(only visible to you)'] : []),
      ...(message.channel.startsWith('D') ? [] : [`#${this.reader.nameOf(message.channel)}`]),
      ...(message.user === this.#world.bot.userId ? [] : [`${this.reader.nameOf(message.user)}:`]),
    ]
    return [...(marks.length > 0 ? [marks.join(' ')] : []), text].join('\n')
  }

  readBlock(surface: Surface, block: Block): string {
    return renderBlocks([block], this.reader, { values: this.valuesOf(surface) })
  }

  /** All of it as plain text, oldest first, the form last. */
  all(): string {
    const [top, rest] = partition(this.surfaces())
    return [...rest.reverse(), ...top].map((surface) => this.read(surface)).join('\n\n')
  }

  /** The same by a key that stays while the thing itself does: what changed is what a story has to tell. */
  byKey(): Map<string, string> {
    return new Map([...this.surfaces()].reverse().map((surface) => [keyOf(surface), this.read(surface)] as const))
  }
}

/** The last six digits count up in the order of posting, also while the clock stands or goes back. */
const order = (message: Message) => Number(message.ts.split('.')[1])

function partition(surfaces: readonly Surface[]): [Surface[], Surface[]] {
  return [surfaces.filter((surface) => surface.kind === 'form'), surfaces.filter((surface) => surface.kind !== 'form')]
}

function keyOf(surface: Surface): string {
  if (surface.kind === 'form') return surface.view.id
  return surface.kind === 'home' ? surface.home.id : surface.message.ts
}
