// Plays one person in local-slack: types, presses, fills in, and sees what that person would see.
import {
  type Answer,
  answerTo,
  type Block,
  type Button,
  buttonsOf,
  buttonText,
  type Element,
  type Message,
  offeredIn,
  type View,
  wordsOfMessage,
  wordsOfView,
} from './local-slack-blocks.ts'
import { Screen } from './local-slack-screen.ts'

// Slack tells the person that the app failed when no answer comes within 3 s
// (https://docs.slack.dev/interactivity/implementing-slash-commands). local-slack waits longer and says nothing.
const ACKNOWLEDGE_WITHIN = 3000

interface LogEntry {
  time: number
  direction: 'to_bot' | 'from_bot' | 'internal'
  kind: string
  summary: string
}

interface Input {
  block: Block
  element: Element
  path: { blockId: string; actionId: string }
}

/** `patience`: how many milliseconds the person waits for what should appear. */
export async function personAt(url: string, id: string, patience = 5000): Promise<LocalSlackPerson> {
  return new LocalSlackPerson(url, id, await Screen.at(url), patience)
}

/**
 * Everybody shares local-slack's one stack of forms, so only one person at a time may have a form open.
 * A deed fails if the app did not answer it with 200 within three seconds, as it would in Slack.
 */
export class LocalSlackPerson {
  readonly id: string
  readonly #url: string
  readonly #screen: Screen
  readonly #patience: number
  #filled = new Map<string, Answer>()
  #filledIn = ''

  constructor(url: string, id: string, screen: Screen, patience: number) {
    this.id = id
    this.#url = url
    this.#screen = screen
    this.#patience = patience
  }

  /** A slash command or a message, by default in the DM with the bot. */
  async types(words: string, channel: string = this.#dm()): Promise<void> {
    const [command = '', ...rest] = words.split(' ')
    await this.#deed(() =>
      command.startsWith('/')
        ? this.#control('command', { channel, user: this.id, command, text: rest.join(' ') })
        : this.#control('message', { channel, user: this.id, text: words }),
    )
  }

  /** The button or menu entry with this text in the newest message that has one; a link button's address is handed back. */
  async presses(text: string): Promise<string | undefined> {
    const { message, button } = await this.#wait(`a button "${text}"`, () => this.#newestButton(text))
    await this.#deed(() =>
      this.#control('interact', {
        channel: message.channel,
        messageTs: message.ts,
        user: this.id,
        action: actionOf(button),
      }),
    )
    return button.element.url
  }

  async opensHome(): Promise<View> {
    await this.#deed(() => this.#control('open-home', { user: this.id }))
    return this.#wait('a home tab', () => this.home())
  }

  /** Nothing tells when the app has answered this one. */
  async pressesAtHome(text: string): Promise<void> {
    const button = await this.#wait(`a button "${text}" on the home tab`, () =>
      buttonsOf(this.home()?.blocks ?? []).find((candidate) => buttonText(candidate) === text),
    )
    this.#screen.send({ t: 'block_action', channel: '', messageTs: '', user: this.id, action: actionOf(button) })
  }

  /** By the labels of the open form; options by their texts, several of them with a comma and a space between. */
  async fills(fields: Record<string, string>): Promise<void> {
    for (const [label, words] of Object.entries(fields)) {
      const input = await this.#wait(`a field "${label}"`, () => this.#inputs().find((each) => labelOf(each) === label))
      this.#startAfreshOnOtherForm()
      this.#filled.set(keyOf(input), answerTo(input.element, words))
    }
  }

  /**
   * Untouched fields go `as offered`, as Slack sends them, or get `lost`, as local-slack's own page loses them: it sends
   * null where an initial value stood.
   */
  async submits(untouched: 'as offered' | 'lost' = 'as offered'): Promise<void> {
    await this.#wait('a form to submit', () => this.view()?.submit)
    this.#startAfreshOnOtherForm()
    const values: Record<string, Record<string, Answer>> = {}
    for (const input of this.#inputs()) {
      const offered = untouched === 'as offered' ? offeredIn(input.element) : undefined
      const answer = this.#filled.get(keyOf(input)) ?? offered
      if (answer !== undefined) values[input.path.blockId] = { [input.path.actionId]: answer }
    }
    const before = this.#screen.formChanges
    await this.#deed(async () => {
      this.#screen.send({ t: 'view_submit', user: this.id, values })
      await this.#wait('an answer to the form', () => this.#screen.formChanges > before || undefined)
    })
    this.#forgetIfClosed()
  }

  async closes(): Promise<void> {
    this.#screen.send({ t: 'view_close', user: this.id })
    await this.#wait('the form to go', () => this.#screen.views.length === 0 || undefined)
    this.#forgetIfClosed()
  }

  /** Returns everything seen at that moment. */
  async waitsFor(text: string, patience: number = this.#patience): Promise<string> {
    return this.#wait(`"${text}"`, () => (this.sees().includes(text) ? this.sees() : undefined), patience)
  }

  async waitsAtHome(text: string): Promise<string> {
    const shown = () => JSON.stringify(this.home()?.blocks ?? [])
    return this.#wait(`"${text}" at home`, () => (shown().includes(text) ? shown() : undefined))
  }

  async waitsUntilGone(text: string): Promise<void> {
    await this.#wait(`"${text}" to go`, () => !this.sees().includes(text) || undefined)
  }

  /** All messages, oldest first, then the open form and its errors; buttons stand in square brackets. */
  sees(): string {
    const view = this.view()
    const errors = Object.entries(this.viewErrors()).map(([label, error]) => `! ${label}: ${error}`)
    return [...this.messages().map(wordsOfMessage), ...(view ? [wordsOfView(view)] : []), ...errors].join('\n\n')
  }

  /** In the channels that this person is in, oldest first; ephemeral ones only if they are for this person. */
  messages(): Message[] {
    return this.#screen.messages
      .filter(({ ephemeral_to }) => ephemeral_to === undefined || ephemeral_to === this.id)
      .filter(({ channel, ephemeral_to }) => ephemeral_to === this.id || this.#isIn(channel))
      .sort((one, other) => Number(one.ts) - Number(other.ts))
  }

  view(): View | undefined {
    return this.#screen.views.at(-1)
  }

  /** By the label of the field; by block id where there is no such field. */
  viewErrors(): Record<string, string> {
    const labels = new Map(this.#inputs().map((input) => [input.path.blockId, labelOf(input)]))
    return Object.fromEntries(
      Object.entries(this.#screen.viewErrors).map(([blockId, error]) => [labels.get(blockId) ?? blockId, error]),
    )
  }

  home(): View | undefined {
    return this.#screen.homes.get(this.id)
  }

  /** Closes the connection. */
  leaves(): void {
    this.#screen.close()
  }

  #dm(): string {
    for (const channel of this.#screen.channels.values()) {
      if (channel.is_im && channel.members.includes(this.id)) return channel.id
    }
    throw new Error(`${this.id} has no DM with the bot.`)
  }

  #isIn(channel: string): boolean {
    return this.#screen.channels.get(channel)?.members.includes(this.id) ?? false
  }

  #newestButton(text: string): { message: Message; button: Button } | undefined {
    for (const message of this.messages().reverse()) {
      const button = buttonsOf(message.blocks ?? []).find((candidate) => buttonText(candidate) === text)
      if (button !== undefined) return { message, button }
    }
    return undefined
  }

  #inputs(): Input[] {
    return (this.view()?.blocks ?? []).flatMap((block) => {
      const { type, block_id: blockId, element } = block
      if (type !== 'input' || element === undefined) return []
      // Slack would invent ids; local-slack answers under the name "undefined", and no app could find its values.
      if (blockId === undefined || element.action_id === undefined) {
        throw new Error(`The field "${block.label?.text}" has no block_id or no action_id.`)
      }
      return [{ block, element, path: { blockId, actionId: element.action_id } }]
    })
  }

  // An update keeps what was typed where block_id and action_id are the same. The view's id says nothing about it:
  // local-slack gives a view a new one with each update, which Slack does not.
  #startAfreshOnOtherForm(): void {
    const form = `${this.#screen.views.length} ${this.view()?.callback_id}`
    if (form !== this.#filledIn) this.#filled.clear()
    this.#filledIn = form
  }

  /** The next form may be of the same kind, and begins with nothing typed. */
  #forgetIfClosed(): void {
    if (this.view() === undefined) this.#filled.clear()
  }

  #wait<T>(wanted: string, look: () => T | undefined, patience = this.#patience): Promise<T> {
    return this.#screen.until(look, patience, () => `${this.id} waited in vain for ${wanted} and saw:\n${this.sees()}`)
  }

  async #control(deed: string, body: Record<string, unknown>): Promise<void> {
    const answer = await fetch(`${this.#url}/_control/${deed}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`local-slack refused ${deed}: ${await answer.text()}`)
  }

  // What the app answered stands in local-slack's log only. Somebody else's deed at the same moment would be counted in.
  async #deed(act: () => Promise<void>): Promise<void> {
    const start = Date.now()
    await act()
    const took = Date.now() - start
    const { log } = (await (await fetch(`${this.#url}/_control/log`)).json()) as { log: LogEntry[] }
    const failure = log.find((entry) => entry.time >= start && isFailure(entry))
    if (failure !== undefined) throw new Error(`The app did not take ${failure.kind}: ${failure.summary}`)
    if (took > ACKNOWLEDGE_WITHIN) throw new Error(`The app took ${took} ms to answer; Slack would have given up.`)
  }
}

function isFailure({ direction, kind, summary }: LogEntry): boolean {
  if (direction === 'internal') return summary.startsWith('POST failed') || summary.startsWith('no socket connection')
  return direction === 'from_bot' && kind !== 'web_api' && /^HTTP (?!200$)/.test(summary)
}

function actionOf({ blockId, element, option }: Button): Record<string, unknown> {
  const { action_id, value, text } = element
  if (option) return { type: 'overflow', block_id: blockId, action_id, selected_option: option }
  return { type: 'button', block_id: blockId, action_id, value, text }
}

function labelOf({ block }: Input): string {
  return block.label?.text ?? ''
}

function keyOf({ path }: Input): string {
  return `${path.blockId} ${path.actionId}`
}
