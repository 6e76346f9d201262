// Listens to Slack, over HTTP or Socket Mode: every listener runs in the guard, and every click gets an answer.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { type InteractionWorld, interaction, met } from './begin-interaction.ts'
import { listenToClicks } from './clicks.ts'
import { type SlackAccess, slackClientOptions } from './client.ts'
import { runCommand, subcommandNamed } from './command.ts'
import { listenToEvents } from './events.ts'
import { ACKNOWLEDGE_WITHIN } from './form-answer.ts'
import { createSubmit } from './form-submission.ts'
import type { Guard, GuardLog } from './guard.ts'
import { formHandlerOf } from './handlers/registry.ts'
import type { ModalSubmission } from './interaction.ts'
import { formCalled, openForm } from './open-form.ts'
import { createPrivateReplies, type RepliesTo } from './private-replies.ts'
import { listenToShortcuts } from './shortcuts.ts'
import { openTransport } from './transport.ts'
import { fieldsOf } from './values.ts'
import { outdatedMessage } from './views/menu/menu.ts'
import { answerModal } from './views/notice-modal.ts'

export interface SlackWorld extends InteractionWorld {
  access: SlackAccess
  /** For answers in direct messages. */
  client: WebClient
  /** For Home. */
  homes: WebClient
  /** Plain strings, as in `access`. */
  transport: { signingSecret: string } | { appToken: string }
  guard: Guard
  /** The machine's clock, independent of `clock`, because the timestamps of Slack's signatures are compared with it. */
  machineNow: () => number
  /** Slack reports that the app was removed, now or earlier. */
  onTakenAway: () => void
  random: () => number
  log: GuardLog
  /** Milliseconds without an answer to a ping after which a socket is closed; default: the library's own value. */
  pingTimeout?: number
  /** Milliseconds until a submitted form says that it is being checked; default: `ACKNOWLEDGE_WITHIN`. */
  acknowledgeWithin?: number
}

export interface SlackApp {
  /** Opens the socket in Socket Mode. Throws Slack's reason as `slack_unavailable`. */
  connect(): Promise<void>
  /** Stops listening. */
  disconnect(): Promise<void>
  /**
   * Socket Mode: the reason and the start (by the machine's clock) of an outage. Undefined if there is none, and over
   * HTTP.
   */
  disconnected(): { reason: string; since: number } | undefined
  /** The handler of `POST /slack/events`; undefined in Socket Mode. */
  listener: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined
}

export function createSlackApp(world: SlackWorld): SlackApp {
  const { access } = world
  const { logger } = access
  const { receiver, listener, socket } = openTransport({ ...world, logger, clientOptions: slackClientOptions(access) })
  const app = new App({
    receiver,
    logger,
    clientOptions: slackClientOptions(access),
    // Instead of `token`, with which Bolt calls auth.test at once and caches a failure for ever.
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
    disconnected: () => socket?.away(),
    listener,
  }
}

function listen(app: App, world: SlackWorld): void {
  const { guard, client } = world
  const onDetour = (reason: string) => world.access.logger.info(`an answer was given another way (${reason})`)
  const submit = createSubmit(guard)
  const repliesTo: RepliesTo = (target) => createPrivateReplies({ client, onDetour, ...target })

  app.command(/.*/, async ({ ack, body, respond }) => {
    await ack()
    const { answer } = repliesTo({ user: body.user_id, respond })
    await guard.run({
      kind: 'command',
      name: subcommandNamed(body.text),
      actor: body.user_id,
      idempotencyKey: body.trigger_id,
      async handle(explain) {
        const actor = await met(world, body.user_id)
        await runCommand(interaction(world, actor, body.trigger_id, explain, answer), body.text)
      },
      tell: answer,
    })
  })

  listenToClicks(app, world, repliesTo)

  app.view(/.*/, async ({ ack, body, view }) => {
    if (body.type === 'view_closed') return ack()
    const actor = await met(world, body.user.id)
    const sent = {
      fields: fieldsOf(view.state.values, formHandlerOf(view.callback_id)?.verbatim),
      meta: view.private_metadata,
    }
    const { handler, errors } = checked(view.callback_id, {
      ...sent,
      policy: world.policy,
      words: world.languages.wordsOf(body.user.id),
    })
    if (Object.keys(errors).length > 0) return ack({ response_action: 'errors', errors })
    // A form has no conversation to answer in, so the answer goes to the direct messages.
    const trigger = (body as { trigger_id?: string }).trigger_id
    const { answer } = repliesTo({
      user: body.user.id,
      open:
        trigger === undefined
          ? undefined
          : (message) =>
              openForm(world.forms, {
                trigger,
                view: answerModal(world.languages.wordsOf(body.user.id), view.title.text, message),
                onTop: false,
              }),
    })
    if (!handler) {
      await ack()
      return guard.run({
        kind: 'form',
        name: 'unknown',
        actor: body.user.id,
        idempotencyKey: `${view.id}:${view.hash}`,
        handle: () => answer(outdatedMessage(world.languages.wordsOf(body.user.id), 'form')),
        tell: answer,
      })
    }
    await submit({
      ...{ view, handler, answer, actor: body.user.id },
      ack: (given) => ack(given),
      form: formCalled(world.forms, view.id),
      submission: (explain) => ({ ...interaction(world, actor, trigger ?? '', explain, answer), ...sent }),
      words: () => world.languages.wordsOf(body.user.id),
      within: world.acknowledgeWithin ?? ACKNOWLEDGE_WITHIN,
    })
  })

  listenToEvents(app, world, repliesTo)
  listenToShortcuts(app, world, repliesTo)

  // Other kinds of interaction are only acknowledged: without that the person sees a warning sign.
  app.options(/.*/, ({ ack }) => ack({ options: [] }))
  app.error(async (error) => {
    world.access.logger.error(`a listener failed: ${error.code}`)
  })
}

/** A form of another version has no handler: its id is not in the catalog, or its metadata cannot be read. */
function checked(id: string, sent: Pick<ModalSubmission, 'fields' | 'meta' | 'policy' | 'words'>) {
  const handler = formHandlerOf(id)
  try {
    return { handler, errors: handler?.check?.(sent) ?? {} }
  } catch {
    return { handler: undefined, errors: {} }
  }
}
