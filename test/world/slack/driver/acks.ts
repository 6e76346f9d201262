// What Slack does with the bot's answer to a command or a submitted form.
import { withIds } from '../block-ids.ts'
import type { Desk, OpenView } from '../desk.ts'
import { readMessage } from '../limits/messages.ts'
import { readModal, responseErrors } from '../limits/views.ts'
import { changeView, openView, pushView } from '../views.ts'
import type { World } from '../world.ts'
import type { Dispatched } from './dispatch.ts'

/** What the client shows above the buttons of a form whose submission went wrong. */
const TROUBLE = 'We had some trouble connecting. Try again?'

/** An answer with text is an ephemeral message; none within three seconds is Slackbot's apology. */
export function takeCommandAck(world: World, person: string, channel: string, command: string, ack: Dispatched): void {
  if (ack.status !== 200) apologize(world, person, channel, command, ack)
  else if (ack.body !== '') answer(world, person, channel, command, ack.body)
}

function apologize(world: World, person: string, channel: string, command: string, ack: Dispatched): void {
  const code = ack.status === 0 ? 'operation_timeout' : 'dispatch_failed'
  const text = `${command} failed with the error "${code}"`
  const ts = world.conversations.stamp(world.now())
  const message = { ts, channel, user: 'USLACKBOT', text, blocks: [], edited: false, files: [], to: person }
  if (world.people.get(person)?.active) world.conversations.show(message)
  world.changes.changed()
}

function answer(world: World, person: string, channel: string, command: string, body: string): void {
  const args = objectIn(body) ?? { text: body }
  const read = readMessage(args, world.warn)
  if ('refused' in read) {
    world.warn(`the answer to ${command} was refused: ${read.refused.error} ${read.refused.messages.join(' ')}`)
    return
  }
  const to = args.response_type === 'in_channel' ? undefined : person
  world.say({ text: read.content.text, blocks: withIds(read.content.blocks), channel, to })
}

/** surfaces/modals: nothing closes the view; response_action says errors, update, push or clear. */
export function takeSubmissionAck(world: World, desk: Desk, view: OpenView, ack: Dispatched): void {
  view.errors = {}
  view.trouble = undefined
  const isOpen = () => desk.stack.includes(view)
  const fail = (why: string) => {
    view.trouble = TROUBLE
    if (why !== '') world.warn(`the answer to view_submission: ${why}`)
  }
  const answer = ack.body === '' ? {} : objectIn(ack.body)
  if (ack.status !== 200) fail('')
  else if (!answer) fail(`no JSON: ${ack.body.slice(0, 100)}`)
  else if (answer.response_action === undefined) desk.stack = desk.stack.filter((other) => other !== view)
  else if (answer.response_action === 'clear') desk.stack = []
  else if (answer.response_action === 'errors') takeErrors(view, answer.errors, fail)
  else if (answer.response_action === 'update' || answer.response_action === 'push') {
    const read = readModal(answer.view)
    if ('messages' in read) fail(read.messages.join(' '))
    else if (answer.response_action === 'push') pushView(world, desk, read.content) ?? fail('push_limit_reached')
    else if (isOpen()) changeView(world, view, read.content)
    else openView(world, desk, read.content)
  } else fail(`unknown response_action ${String(answer.response_action)}`)
  world.changes.changed()
}

/** Errors belong to input blocks, by block id; anything else and the client shows none of them. */
function takeErrors(view: OpenView, given: unknown, fail: (why: string) => void): void {
  const errors = responseErrors.safeParse(given)
  const inputs = view.content.blocks.filter((block) => block.type === 'input').map((block) => block.block_id)
  const strange = Object.keys(errors.data ?? {}).filter((block) => !inputs.includes(block))
  if (!errors.success) fail('errors is no record of texts')
  else if (strange.length > 0) fail(`errors for ${strange.join(', ')}, which is no input block`)
  else view.errors = errors.data
}

function objectIn(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
