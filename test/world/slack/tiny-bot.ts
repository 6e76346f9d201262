// A real Bolt app, as small as will do to try the simulator's manners.
import { App, HTTPReceiver, type Logger, LogLevel } from '@slack/bolt'
import type { KnownBlock, ModalView } from '@slack/types'
import type { Slack } from './slack.ts'

const words = (text: string) => ({ type: 'plain_text' as const, text })
const option = (text: string) => ({ text: words(text), value: text })

export const form: ModalView = {
  type: 'modal',
  callback_id: 'order',
  private_metadata: 'order-7',
  title: words('Order tea'),
  submit: words('Order'),
  blocks: [
    {
      type: 'input',
      block_id: 'name',
      label: words('Name'),
      element: { type: 'plain_text_input', action_id: 'name', max_length: 20 },
    },
    {
      type: 'input',
      block_id: 'size',
      label: words('Size'),
      element: {
        type: 'static_select',
        action_id: 'size',
        options: [option('small'), option('large')],
        initial_option: option('small'),
      },
    },
    {
      type: 'input',
      block_id: 'day',
      label: words('Day'),
      element: { type: 'datepicker', action_id: 'day', initial_date: '2026-12-01' },
    },
  ],
}

export const buttons = (...texts: string[]): KnownBlock[] => [
  { type: 'section', text: { type: 'mrkdwn', text: 'A *cup* for <@UANA>' } },
  { type: 'actions', elements: texts.map((text) => ({ type: 'button', action_id: text, text: words(text) })) },
]

/** What goes wrong on purpose in a test is no news. */
export const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
}

const more = (id: string) => ({
  type: 'overflow' as const,
  action_id: id,
  options: [option('Drink up'), option('Wash')],
})

/** Two rows that have the same menu each; the second one asks before it does anything. */
export const rows: KnownBlock[] = [
  { type: 'section', text: { type: 'mrkdwn', text: 'The *green* cup' }, accessory: more('green') },
  {
    type: 'section',
    text: { type: 'mrkdwn', text: 'The *black* cup' },
    accessory: {
      ...more('black'),
      confirm: { title: words('Sure?'), text: words('It is the last one.'), confirm: words('Yes'), deny: words('No') },
    },
  },
]

export interface TinyBot {
  readonly url: string
  /** The words of the direct messages that it heard, and their subtypes. */
  readonly heard: string[]
  close(): Promise<void>
}

export async function startTinyBot(slack: Slack): Promise<TinyBot> {
  const heard: string[] = []
  const receiver = new HTTPReceiver({ signingSecret: slack.bot.signingSecret, logger: silent })
  const app = new App({
    receiver,
    token: slack.bot.token,
    deferInitialization: true,
    convoStore: false,
    logger: silent,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
  })
  await app.init()

  app.command('/tea', async ({ command, ack, client }) => {
    if (command.text === 'hello') return ack('Hello *there*')
    await ack()
    if (command.text === 'card') {
      await client.chat.postMessage({ channel: command.user_id, text: 'A cup', blocks: buttons('Drink', 'Show') })
      return
    }
    if (command.text === 'rows') {
      await client.chat.postMessage({ channel: command.user_id, text: 'Two cups', blocks: rows })
      return
    }
    await client.views.open({ trigger_id: command.trigger_id, view: form })
    if (command.text === 'twice') await client.views.open({ trigger_id: command.trigger_id, view: form })
  })
  app.view('order', async ({ view, ack }) => {
    const { name, size, day } = view.state.values
    if (name?.name?.value === 'coffee') {
      return ack({ response_action: 'errors', errors: { name: 'We only have tea.' } })
    }
    const text = `${name?.name?.value}, ${size?.size?.selected_option?.value}, ${day?.day?.selected_date}, ${view.private_metadata}`
    return ack({
      response_action: 'update',
      view: { type: 'modal', title: words('Ordered'), blocks: [{ type: 'section', text: words(text) }] },
    })
  })
  app.action('Drink', async ({ ack, body, client }) => {
    await ack()
    if (body.type !== 'block_actions' || !body.channel || !body.message) return
    await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: 'Empty', blocks: buttons('Wash') })
  })
  app.action(/^(green|black)$/, async ({ ack, body, action, client }) => {
    await ack()
    if (body.type !== 'block_actions' || !body.channel || !body.message || action.type !== 'overflow') return
    const text = `${action.action_id}: ${action.selected_option.value}`
    await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text, blocks: [] })
  })
  app.action('Show', async ({ ack, body, client }) => {
    await ack()
    if (body.type !== 'block_actions' || !body.channel) return
    const [, ...rest] = buttons('Hide')
    const leaves = { type: 'section' as const, text: { type: 'mrkdwn' as const, text: '```leaves & water```' } }
    await client.chat.postEphemeral({
      channel: body.channel.id,
      user: body.user.id,
      text: 'The leaves',
      blocks: [leaves, ...rest],
    })
  })
  app.action('Hide', async ({ ack, respond }) => {
    await ack()
    await respond({ delete_original: true })
  })
  app.message(async ({ message }) => {
    heard.push('text' in message ? (message.text ?? '') : (message.subtype ?? ''))
  })
  app.event('user_change', async ({ event }) => {
    heard.push(`${event.user.name} deleted: ${event.user.deleted}`)
  })

  const server = await app.start({ port: 0, host: '127.0.0.1' })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The tiny bot has no port')
  const url = `http://127.0.0.1:${address.port}`
  slack.connect(url)
  return {
    url,
    heard,
    close: async () => {
      if ('closeAllConnections' in server) server.closeAllConnections()
      await app.stop()
    },
  }
}
