// Where an answer goes: privately to where somebody typed or clicked, or into their direct messages.
import type { RespondFn } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { menuButtons } from './cards/menu.ts'
import { section } from './cards/text.ts'
import { askSlack } from './client.ts'
import type { Message } from './surface.ts'

/** The kind is always said: emulators, and one day perhaps Slack, take silence for "to everybody". */
export function answering(respond: RespondFn): (message: Message) => Promise<void> {
  return (message) => responded(() => respond({ response_type: 'ephemeral', replace_original: false, ...message }))
}

/** In the direct messages, where the person finds it whatever they did meanwhile. */
export function writing(client: WebClient, user: string): (message: Message) => Promise<void> {
  return async (message) => {
    await askSlack('write to you', () => client.chat.postMessage({ channel: user, ...message }))
  }
}

export async function responded(call: () => Promise<unknown>): Promise<void> {
  await askSlack('answer you', call)
}

export function outdated(what: 'button' | 'form'): Message {
  const text = `That ${what} is from an older version of me, and nothing was done. Type \`/dremio-pat\` to start again.`
  return { text, blocks: [section(text), menuButtons()] }
}

export function pointer(): Message {
  const text = 'I do not understand what is written here. Type `/dremio-pat`, or press a button.'
  return { text, blocks: [section(text), menuButtons()] }
}
