// Slack's way in: HTTP or Socket Mode, every listener behind the one guard, and nothing that ends in silence.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { App, type BlockAction, HTTPReceiver, SocketModeReceiver } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { BotError } from '../core/errors.ts'
import type { Policy } from '../core/policy.ts'
import type { Clock } from '../core/ports.ts'
import type { Operations } from '../operations/list.ts'
import { answering, outdated, pointer, responded, writing } from './answers.ts'
import { leakOffer } from './cards/leaked-form.ts'
import { buttons, forms } from './cards/list.ts'
import { SIGN_IN_LINK } from './cards/sign-in-link.ts'
import { askSlack, type SlackAccess, slackClientOptions } from './client.ts'
import { help, runCommand, subcommandNamed } from './command.ts'
import { toPerson } from './directory.ts'
import { failureMessage } from './failure-message.ts'
import type { Explain, Guard } from './guard.ts'
import { formCalled, openForm } from './open-form.ts'
import { overhear } from './overheard.ts'
import type { Asked, DremioPlace, Message, Submitted } from './surface.ts'
import { fieldsOf, valueIn } from './values.ts'

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
  /** The machine's clock, whatever `clock` says: Slack's signatures are dated by it, and Bolt checks them by it. */
  machineNow: () => number
}

export interface SlackApp {
  /** Throws Slack's reason as `slack_unavailable`. Answers with the workspace that the token belongs to. */
  connect(): Promise<{ team: string }>
  /** Takes nothing in any more. */
  disconnect(): Promise<void>
  /** The handler of `POST /slack/events`; undefined in Socket Mode. */
  listener: ((request: IncomingMessage, response: ServerResponse) => void) | undefined
}

export function createSlackApp(world: SlackWorld): SlackApp {
  const { access, client, wayIn } = world
  const { logger } = access
  const http = 'signingSecret' in wayIn ? new HTTPReceiver({ signingSecret: wayIn.signingSecret, logger }) : undefined
  const socket =
    'appToken' in wayIn
      ? new SocketModeReceiver({
          appToken: wayIn.appToken,
          logger,
          installerOptions: { clientOptions: slackClientOptions(access) },
        })
      : undefined
  const receiver = http ?? socket
  if (!receiver) throw new BotError('broken', {})
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
      const answer = await askSlack('sign in', () => client.auth.test())
      if (socket) await askSlack('open a socket', () => socket.start())
      return { team: answer.team_id ?? '' }
    },
    async disconnect() {
      await socket?.stop()
    },
    listener: http && ((request, response) => takeIn(http, world.machineNow, request, response)),
  }
}

/** Bolt refuses what is older than five minutes, but takes what is dated in the future; Slack's rule is the difference. */
function takeIn(receiver: HTTPReceiver, now: () => number, request: IncomingMessage, response: ServerResponse): void {
  const at = Number(request.headers['x-slack-request-timestamp'])
  if (at - now() / 1_000 > 300) {
    response.writeHead(401).end()
    return
  }
  receiver.requestListener(request, response)
}

function listen(app: App, world: SlackWorld): void {
  const { guard, client } = world

  app.command(/.*/, async ({ ack, body, respond }) => {
    await ack()
    const answer = answering(respond)
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
    const answer = body.response_url ? answering(respond) : writing(client, body.user.id)
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
          replace: (message) =>
            responded(() => respond({ replace_original: true, response_type: 'ephemeral', ...message })),
          remove: () => responded(() => respond({ delete_original: true })),
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
    const answer = writing(client, body.user.id)
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

  app.event('message', async ({ event, body }) => {
    const heard = overhear(event)
    if (!heard) return
    const { user, holdsToken, tids } = heard
    const say = writing(client, user)
    await guard.run({
      kind: 'message',
      name: 'direct',
      actor: user,
      repeatId: body.event_id,
      async handle() {
        // What leads to the end of a token has no limit.
        await (holdsToken ? world.operations.admitToEnd : world.operations.admit)({ id: user })
        await say(holdsToken ? leakOffer(tids, 'message') : pointer())
      },
      tell: say,
    })
  })

  app.event('user_change', async ({ event, body }) => {
    const { id, tz } = event.user as { id: string; tz?: string }
    const seen = toPerson(id, event.user as Parameters<typeof toPerson>[1], world.clock.now())
    await guard.run({
      kind: 'event',
      name: 'user_change',
      actor: id,
      repeatId: body.event_id,
      handle: () => world.operations.noticePerson(seen, tz),
      // They did nothing and wait for nothing.
      tell: async () => {},
    })
  })

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
): Asked {
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
function checked(id: string, sent: Pick<Submitted, 'fields' | 'meta' | 'policy'>) {
  const form = forms.find((one) => one.id === id)
  try {
    return { form, errors: form?.check?.(sent) ?? {} }
  } catch {
    return { form: undefined, errors: {} }
  }
}
