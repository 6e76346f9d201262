// Takes what stands on somebody's screen in the simulated Slack as HTML and as text, with every secret masked.
import { type Html, joined } from '../../../src/web/html.ts'
import type { Ephemeral, Message } from '../../world/slack/conversations.ts'
import type { Actor } from '../../world/slack/driver/person.ts'
import { type Block, elementsOf } from '../../world/slack/limits/blocks.ts'
import { type Reader, renderMessage, renderView } from '../../world/slack/render.ts'
import type { World } from '../../world/world.ts'
import type { Width } from '../block-kit/page.ts'
import { drawForm, drawHome, drawMessage } from '../block-kit/surfaces.ts'

export interface Picture {
  /** Of the file, without its ending. */
  readonly name: string
  /** What it shows, for whoever cannot see it. */
  readonly title: string
  readonly width: Width
  readonly html: Html
  /** The words on it. */
  readonly text: string
}

export type Frame = Pick<Picture, 'name' | 'title'> & { readonly width?: Width }

/** As long as a token is, and nothing like one. */
const MASK = '•'.repeat(64)
const SHORT_ID = / · ((?!approved)[0-9a-z]{8})(?=\\n|")/g
const STABLE_IDS = ['k7m2q9xt', '842f5fc9', 'acb7cf8a', 'b3d41e07']

export class Camera {
  readonly #world: World
  readonly pictures: Picture[] = []
  readonly #ids = new Map<string, string>()

  constructor(world: World) {
    this.#world = world
  }

  takesForm(person: Actor, frame: Frame): void {
    const { view } = person
    if (!view) throw new Error(`"${frame.name}" is to show a form, and none is open`)
    const { content, values, errors } = view
    const { reader } = person
    this.#keep(frame, drawForm(content, reader, { values, errors }), renderView(content, { values, errors }, reader))
  }

  /** The Home tab, as it was published last. */
  takesHome(person: Actor, frame: Frame): void {
    const { homeView: view } = person
    if (!view) throw new Error(`"${frame.name}" is to show Home, and none is published`)
    const { reader } = person
    this.#keep(frame, drawHome(view.content, reader), renderView(view.content, { values: view.values }, reader))
  }

  /** The newest message; with a button, the newest on which that stands. */
  takesMessage(person: Actor, { button, ...frame }: Frame & { button?: string }): void {
    const all = [...person.messages, ...person.ephemerals].sort((one, other) => orderOf(one) - orderOf(other))
    const found = all.findLast(({ blocks }) => button === undefined || buttonsIn(blocks).includes(button))
    if (!found) throw new Error(`"${frame.name}" is to show a message with "${button}", and there is none`)
    this.#takes([found], person.reader, frame)
  }

  /** Everything that stands in a channel. */
  takesChannel(channel: string, reader: Reader, frame: Frame): void {
    const messages = this.#world.slack.conversation(channel)
    if (messages.length === 0) throw new Error(`"${frame.name}" is to show a channel in which nothing stands`)
    this.#takes(messages, reader, frame)
  }

  #takes(messages: readonly (Message | Ephemeral)[], reader: Reader, frame: Frame): void {
    const masked = messages.map((message) => this.#masked(message))
    const drawn = joined(masked.map((message) => this.#draw(message, reader)))
    this.#keep(frame, drawn, masked.map((message) => renderMessage(message, reader)).join('\n'))
  }

  #draw(message: Message | Ephemeral, reader: Reader): Html {
    const { slack } = this.#world
    return drawMessage(
      {
        from: reader.nameOf(message.user),
        isApp: message.user === slack.bot.userId,
        at: Math.floor(Number(message.ts)) * 1_000,
        text: message.text,
        blocks: message.blocks,
        ephemeral: 'to' in message,
        files: message.files.map(({ name }) => name),
      },
      reader,
    )
  }

  #masked<Kind extends Message>(message: Kind): Kind {
    const whole = this.#world.dremio.secrets.reduce(
      (text, secret) => text.replaceAll(secret, MASK),
      JSON.stringify(message),
    )
    return JSON.parse(whole.replace(SHORT_ID, (_, id: string) => ` · ${this.#stable(id)}`)) as Kind
  }

  /** Short IDs are others each time, and the words on a picture are compared. */
  #stable(id: string): string {
    const known = this.#ids.get(id) ?? STABLE_IDS[this.#ids.size % STABLE_IDS.length] ?? id
    this.#ids.set(id, known)
    return known
  }

  #keep({ name, title, width = 'desktop' }: Frame, html: Html, text: string): void {
    // Where a button leads is not on the picture, and is another address each time.
    this.pictures.push({ name, title, width, html, text: text.replace(/ \(http:\/\/127\.0\.0\.1[^)]*\)/g, '') })
  }
}

/** The last six digits count up in the order of posting, also while the clock stands. */
const orderOf = ({ ts }: Message) => Number(ts.split('.')[1])

/** The words on every button. */
export function buttonsIn(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) =>
    elementsOf(block).flatMap((element) => {
      if (element.type === 'button') return [element.text.text]
      return element.type === 'overflow' ? element.options.map((option) => option.text.text) : []
    }),
  )
}
