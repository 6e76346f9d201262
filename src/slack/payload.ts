// Checks the shape of each body from Slack: a body of another shape reaches neither Bolt nor a handler.
import { withoutTexts } from './shortcut-message.ts'

type Json = Record<string, unknown>

/** A body as Slack sends it, or a request that is answered without a handler. */
export type Received =
  | { kind: 'payload'; body: Json }
  /** Well formed but unknown: it is acknowledged, so that the person does not see a warning sign. */
  | { kind: 'unknown' }
  /** https://docs.slack.dev/interactivity/implementing-slash-commands: "ssl_check", a check of the certificate. */
  | { kind: 'ssl check' }
  /** https://docs.slack.dev/reference/events/url_verification */
  | { kind: 'challenge'; challenge: string }
  | { kind: 'malformed' }

const MALFORMED = { kind: 'malformed' } as const

/** Reads a body of `POST /slack/events`. `type` is its content type without parameters. */
export function readPayload(type: string, text: string): Received {
  if (type === 'application/json') return received(parsed(text))
  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) {
    // Slack sends no field twice, and it would be ambiguous which one counts.
    if (fields.has(name)) return MALFORMED
    fields.set(name, value)
  }
  if (fields.get('ssl_check') === '1') return { kind: 'ssl check' }
  const payload = fields.get('payload')
  return received(payload === undefined ? Object.fromEntries(fields) : parsed(payload))
}

/** Optional fields: null means the same as a missing field, but not all later code expects null. */
const OPTIONAL = ['text', 'channel', 'response_url', 'trigger_id', 'authorizations']

/** Checks a body that is parsed already, like the payload of a Socket Mode envelope. */
export function received(given: unknown): Received {
  if (!isObject(given)) return MALFORMED
  const body = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => value !== null || !OPTIONAL.includes(name)),
  )
  if (body.type === 'url_verification') {
    return isText(body.challenge) ? { kind: 'challenge', challenge: body.challenge } : MALFORMED
  }
  // Anybody's words may stand in it, and in none of its other fields.
  if (body.type === 'message_action')
    return isMessageAction(body) ? { kind: 'payload', body: withoutTexts(body) } : MALFORMED
  // In the same order as Bolt, so that a body cannot be checked as one kind here and be handled as another kind there.
  const shape = shapeOf(body)
  if (shape === undefined) return isText(body.type) ? { kind: 'unknown' } : MALFORMED
  return shape(body) ? { kind: 'payload', body } : MALFORMED
}

function shapeOf(body: Json): ((body: Json) => boolean) | undefined {
  if (body.event !== undefined) return isEvent
  if (body.command !== undefined) return isCommand
  if (body.name !== undefined) return isInteraction
  if (body.actions !== undefined) return isAction
  switch (body.type) {
    case 'block_suggestion':
    case 'dialog_submission':
      return isInteraction
    case 'shortcut':
      return isShortcut
    case 'view_submission':
    case 'view_closed':
      return isView
    default:
      return undefined
  }
}

function isEvent({ event, authorizations, team_id, event_id }: Json): boolean {
  return (
    isObject(event) &&
    isText(event.type) &&
    mayBe(event.user, isText, isPerson) &&
    (event.type !== 'user_change' || isPerson(event.user)) &&
    mayBe(event.channel, isText, isObject) &&
    mayBe(event.item, isObject) &&
    mayBe(event.subteam, isObject) &&
    mayBe(event.message, isObject) &&
    mayBe(event.previous_message, isObject) &&
    mayBe(authorizations, (list) => Array.isArray(list) && list.every(isObject)) &&
    mayBe(team_id, isText, isNull) &&
    mayBe(event_id, isText)
  )
}

function isCommand({ command, text, user_id, trigger_id, response_url }: Json): boolean {
  return isText(command) && mayBe(text, isText) && isText(user_id) && isText(trigger_id) && mayBe(response_url, isText)
}

/** From a person at the screen. In an organization `team` may be null. */
function isInteraction({ user, team, enterprise, channel, trigger_id, response_url }: Json): boolean {
  return (
    isPerson(user) &&
    mayBe(team, hasId, isNull) &&
    mayBe(enterprise, hasId, isNull) &&
    mayBe(channel, isObject) &&
    mayBe(trigger_id, isText) &&
    mayBe(response_url, isText)
  )
}

function isShortcut(body: Json): boolean {
  return isInteraction(body) && isText(body.callback_id)
}

/** A shortcut that was used on a message. */
function isMessageAction(body: Json): boolean {
  const { message, channel, message_ts } = body
  return isShortcut(body) && isObject(message) && hasId(channel) && mayBe(message_ts, isText)
}

function isAction(body: Json): boolean {
  const { actions, view } = body
  return (
    isInteraction(body) &&
    mayBe(view, hasId, isNull) &&
    Array.isArray(actions) &&
    actions.length > 0 &&
    actions.every((action) => isObject(action) && isText(action.type) && mayBe(action.action_id, isText))
  )
}

function isView(body: Json): boolean {
  const { view, type } = body
  if (!isInteraction(body) || !isObject(view) || !isText(view.id) || !isText(view.callback_id)) return false
  if (!mayBe(view.private_metadata, isText, isNull) || !mayBe(view.hash, isText, isNull)) return false
  return type === 'view_closed' || (isObject(view.state) && areFields(view.state.values))
}

/** Inputs by block and action. */
function areFields(values: unknown): boolean {
  return (
    isObject(values) && Object.values(values).every((block) => isObject(block) && Object.values(block).every(isObject))
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The error is dropped, because it quotes the text.
    return undefined
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
function isText(value: unknown): value is string {
  return typeof value === 'string'
}
function isNull(value: unknown): boolean {
  return value === null
}
function hasId(value: unknown): boolean {
  return isObject(value) && isText(value.id)
}
function isPerson(value: unknown): boolean {
  return hasId(value)
}
function mayBe(value: unknown, ...kinds: ((value: unknown) => boolean)[]): boolean {
  return value === undefined || kinds.some((is) => is(value))
}
