// What people and apps post in conversations of which the bot hears nothing, and the shortcuts in the menus there.
import { messageRecord } from '../api/chat.ts'
import type { Message } from '../conversations.ts'
import type { Block } from '../limits/blocks.ts'
import type { World } from '../world.ts'
import { pastedIn } from './pasted.ts'

/** A message as Slack keeps it: https://docs.slack.dev/reference/events/message */
export interface Posted {
  /** The first channel of the workspace if not said. */
  readonly channel?: string
  readonly text?: string
  /** One of rich text with the same words if not said, as Slack's own editor makes it. */
  readonly blocks?: readonly unknown[]
  /** Attachments, files with their previews, `thread_ts`, `bot_id` and so on. */
  readonly more?: Readonly<Record<string, unknown>>
}

/** An app's message may have no author. */
export function post(world: World, author: string | undefined, { text = '', more = {}, ...said }: Posted): Message {
  const elements = [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }]
  const written = [{ type: 'rich_text', block_id: world.id('b'), elements }]
  const message = world.conversations.post({
    ts: world.conversations.stamp(world.now()),
    channel: said.channel ?? [...world.channels.keys()][0] ?? '',
    user: author ?? '',
    text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    // What others post is theirs to answer for, so Slack's limits are not checked here.
    blocks: (said.blocks ?? (text === '' ? [] : written)) as Block[],
    edited: false,
    files: [],
    more: { ...(author === undefined && { user: undefined, subtype: 'bot_message' }), ...more },
  })
  for (const word of secretsIn(messageRecord(world, message))) world.pasted.add(word)
  world.changes.changed()
  return message
}

/** Also what is broken over lines or into parts of rich text, which is no secret until it is put together. */
function secretsIn(value: unknown): string[] {
  const texts = textsIn(value)
  return [...texts.flatMap(pastedIn), ...pastedIn(texts.join('').replace(/\s+/g, ''))]
}

function textsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return name === 'text' || name.startsWith('preview') ? [value] : pastedIn(value)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => textsIn(part, Array.isArray(value) ? name : key))
}

/** The callback id of a shortcut that the manifest lists. */
export function shortcutNamed(world: World, name: string, type: 'global' | 'message'): string {
  if (!world.scopes.has('commands')) throw new Error(`There is no shortcut "${name}": no scope "commands"`)
  const found = world.shortcuts.find((one) => one.name === name && one.type === type)
  if (!found) throw new Error(`The manifest lists no ${type} shortcut "${name}"`)
  return found.callback_id
}
