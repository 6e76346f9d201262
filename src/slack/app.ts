// Slack's way in: HTTP or Socket Mode, every listener behind the one guard, and nothing that ends in silence.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { App, type BlockAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Policy } from '../core/policy/evaluate.ts'
import type { Clock } from '../core/ports.ts'
import type { Operations } from '../operations/list.ts'
import { buttons, forms } from './cards/list.ts'
import { SIGN_IN_LINK } from './cards/sign-in-link.ts'
import { type SlackAccess, slackClientOptions } from './client.ts'
import { help, runCommand, subcommandNamed } from './command.ts'
import { listenToEvents } from './events.ts'
import { failureMessage } from './failure-message.ts'
import type { Explain, Guard, GuardLog } from './guard.ts'
import type { DremioPlace, Interaction, Message, ModalSubmission } from './interaction.ts'
import { formCalled, openForm } from './open-form.ts'
import { createPrivateReplies, outdated, type RepliesTo } from './private-replies.ts'
import { fieldsOf, valueIn } from './values.ts'
import { openWayIn } from './way-in.ts'

export interface SlackWorld {
  access: SlackAccess
  /** For answers in direct messages. */
  client: WebClient
  /** For forms. */
  forms: WebClient
  /** Bare values, as in `access`. */
  wayIn: { signingSecret: string } | { appToken: string }
  guard: Guard
  operations: Operations
  policy: () => Policy
  dremio: DremioPlace
  clock: Clock
  /** The machine's clock, whatever `clock` says: Slack's signatures are dated by it. */
  machineNow: () => number
  /** Slack says that the app was taken away, now or some time ago. */
  onTakenAway: () => void
  random: () => number
  log: GuardLog
  /** Milliseconds without an answer to a ping after which a socket is given up; the library's own if not said. */
  pingTimeout?: number
}

export interface SlackApp {
  /** Opens the socket, in Socket Mode. Throws Slack's reason as `slack_unavailable`. */
  connect(): Promise<void>
  /** Takes nothing in any more. */
  disconnect(): Promise<void>
  /** Socket Mode: why and since when (by the machine's clock) nothing reaches us. Undefined while all is well, and over HTTP. */
  away(): { reason: string; since: number } | undefined
  /** The handler of `POST /slack/events`; undefined in Socket Mode. */
  listener: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined
}

export function createSlackApp(world: SlackWorld): SlackApp {
  const { access } = world
  const { logger } = access
  const { receiver, listener, socket } = openWayIn({ ...world, logger, clientOptions: slackClientOptions(access) })
  const app = new App({
    receiver,
    logger,
    clientOptions: slackClientOptions(access),
    // Instead of `token`, which makes Bolt ask Slack who we are at once and remember a failure for ever.
    authorize: async () => ({ botToken: access.botToken }),
    ignoreSelf: false,
    convoStore: false,
  })
  listen(app, world)
  return {
    async connect() {
      await socket?.open()
    },
    async disconnect() {
      await socket?.close()
    },
    away: () => socket?.away(),
    listener,
  }
}

function listen(app: App, world: SlackWorld): void {
  const { guard, client } = world
  const onDetour = (reason: string) => world.access.logger.info(`an answer was given another way (${reason})`)
  const repliesTo: RepliesTo = (target) => createPrivateReplies({ client, onDetour, ...target })

  app.command(/.*/, async ({ ack, body, respond }) => {
    await ack()
    const { answer } = repliesTo({ user: body.user_id, respond })
    await guard.run({
      kind: 'command',
      name: subcommandNamed(body.text),
      actor: body.user_id,
      repeatId: body.trigger_id,
      handle: (explain) => runCommand(asked(world, body.user_id, body.trigger_id, explain, answer), body.text),
      tell: answer,
    })
  })

  app.action<BlockAction>(/.*/, async ({ ack, body, respond, action }) => {
    await ack()
    // A link button opens its page by itself, and is reported here as well.
    if (action.action_id === SIGN_IN_LINK || (action.type === 'button' && action.url !== undefined)) return
    // What stands in a form or on the Home tab has no place to answer in.
    const { answer, replace, remove } = repliesTo({
      user: body.user.id,
      respond: body.response_url ? respond : undefined,
      channel: body.channel?.id,
    })
    const value = valueIn(action)
    const button = value === undefined ? undefined : buttons.find(({ id }) => id === action.action_id)
    await guard.run({
      kind: 'button',
      name: button?.id ?? 'unknown',
      actor: body.user.id,
      repeatId: `${body.trigger_id}:${action.action_id}`,
      async handle(explain) {
        if (!button || value === undefined) return answer(outdated('button'))
        await button.press({
          ...asked(world, body.user.id, body.trigger_id, explain, answer, body.view?.type === 'modal'),
          form: body.view && formCalled(world.forms, body.view.id),
          value,
          replace,
          remove,
        })
      },
      tell: answer,
    })
  })

  app.view(/.*/, async ({ ack, body, view }) => {
    if (body.type === 'view_closed') return ack()
    const sent = { fields: fieldsOf(view.state.values), meta: view.private_metadata }
    const { form, errors } = checked(view.callback_id, { ...sent, policy: world.policy })
    if (Object.keys(errors).length > 0) return ack({ response_action: 'errors', errors })
    await ack()
    // A form leaves no place to answer in, so what has to be said is said in the direct messages.
    const { answer } = repliesTo({ user: body.user.id })
    const trigger = (body as { trigger_id?: string }).trigger_id
    await guard.run({
      kind: 'form',
      name: form?.id ?? 'unknown',
      actor: body.user.id,
      // Not the trigger: two clicks on one button of one form are one deed.
      repeatId: `${view.id}:${view.hash}`,
      async handle(explain) {
        if (!form) return answer(outdated('form'))
        await form.submit({ ...asked(world, body.user.id, trigger ?? '', explain, answer), ...sent })
      },
      tell: answer,
    })
  })

  listenToEvents(app, world, repliesTo)

  // Whatever else Slack may send some day is acknowledged: an unanswered one shows a warning sign to the person.
  app.shortcut(/.*/, ({ ack }) => ack())
  app.options(/.*/, ({ ack }) => ack({ options: [] }))
  app.error(async (error) => {
    world.access.logger.error(`a listener failed: ${error.code}`)
  })
}

function asked(
  { forms: client, operations, policy, dremio, clock }: SlackWorld,
  user: string,
  trigger: string,
  explain: Explain,
  answer: (message: Message) => Promise<void>,
  onTop = false,
): Interaction {
  const actor = { id: user }
  return {
    actor,
    operations,
    policy,
    dremio,
    now: () => clock.now(),
    help,
    answer,
    explain,
    failure: (error) => failureMessage(explain(error), error),
    async open(view, form) {
      // Slack opens about a hundred forms a minute, for everybody together.
      if (!form?.toEnd) await operations.countAct(actor)
      return openForm(client, { trigger, view, onTop })
    },
  }
}

/** A form that is not ours any more, or whose hidden content is another version's, is none. */
function checked(id: string, sent: Pick<ModalSubmission, 'fields' | 'meta' | 'policy'>) {
  const form = forms.find((one) => one.id === id)
  try {
    return { form, errors: form?.check?.(sent) ?? {} }
  } catch {
    return { form: undefined, errors: {} }
  }
}
