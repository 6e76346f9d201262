// Draws a scene as HTML and as text, after Slack’s own limits have let it pass.
import type { ServerResponse } from 'node:http'
import type { HomeView, ModalView } from '@slack/types'
import type { Message } from '../../../src/slack/interaction.ts'
import type { Html } from '../../../src/web/html.ts'
import { type Page, sendPage } from '../../../src/web/page.ts'
import type { Words } from '../../../src/words/words.ts'
import { nameOf } from '../../slack/records.ts'
import { withIds } from '../../world/slack/block-ids.ts'
import { initialValues } from '../../world/slack/form-state.ts'
import type { Block } from '../../world/slack/limits/blocks.ts'
import { againstGuidance } from '../../world/slack/limits/guidance.ts'
import { readMessage } from '../../world/slack/limits/messages.ts'
import { readHome, readModal } from '../../world/slack/limits/views.ts'
import { cleaned, type Reader } from '../../world/slack/mrkdwn.ts'
import { renderMessage, renderView } from '../../world/slack/render.ts'
import { drawForm, drawHome, drawMessage } from '../block-kit/surfaces.ts'
import { behind } from './behind.ts'
import { NOW } from './records.ts'
import type { RefusedForm, Scene, Seen, Subject } from './scene.ts'

export interface Drawn {
  readonly subject: string
  readonly name: string
  readonly kind: 'message' | 'form' | 'home' | 'page'
  /** A card, form or Home; undefined for a web page. */
  readonly html?: Html
  /** A whole document with a style of its own. */
  readonly document?: string
  readonly text: string
  /** What only opens at a click, or is only heard: options, confirmations, the text of a notification. */
  readonly behind: readonly string[]
}

export const reader: Reader = { timeZone: 'Europe/Berlin', now: NOW, nameOf }

/** Throws, with the scene's name, for what Slack would refuse. */
export async function drawSubjects(subjects: readonly Subject[], words: Words): Promise<Drawn[]> {
  const drawn: Drawn[] = []
  for (const { title, scenes } of subjects) {
    for (const scene of scenes) {
      try {
        drawn.push({ subject: title, name: scene.name, ...(await drawScene(scene, words)) })
      } catch (error) {
        throw new Error(`“${scene.name}” of “${title}” cannot be drawn: ${(error as Error).message}`, { cause: error })
      }
    }
  }
  return drawn
}

async function drawScene({ draw, isPrivate = false }: Scene, words: Words): Promise<Omit<Drawn, 'subject' | 'name'>> {
  const seen = await draw(words)
  if (seen === undefined) throw new Error('there is nothing to see')
  if (isPage(seen)) return drawnPage(words, seen)
  if ('form' in seen) return drawnForm(seen)
  if ('type' in seen && seen.type === 'home') return drawnHome(seen)
  return 'callback_id' in seen || !('text' in seen)
    ? drawnForm({ form: seen as ModalView, errors: {} })
    : drawnMessage(seen, isPrivate)
}

function isPage(seen: Seen): seen is Page {
  return 'mark' in seen
}

function drawnMessage(message: Message, isPrivate: boolean): Omit<Drawn, 'subject' | 'name'> {
  const checked = readMessage({ ...message }, (warning) => {
    throw new Error(warning)
  })
  if ('refused' in checked) throw new Error([checked.refused.error, ...checked.refused.messages].join('\n'))
  const { text } = message
  const blocks = withIds(checked.content.blocks)
  const said = { from: 'dremio-pat', isApp: true, at: NOW, text, blocks, ephemeral: isPrivate }
  const shown = renderMessage({ text, blocks }, reader)
  return {
    kind: 'message',
    html: drawMessage(said, reader),
    text: isPrivate ? `(only visible to you)\n${shown}` : shown,
    behind: [...notification(text, shown), ...behind(blocks, reader)],
  }
}

/** What a phone shows before the message is opened, unless it is what the message begins with. */
function notification(text: string, shown: string): string[] {
  const heard = cleaned(text, reader)
  return plainly(shown).includes(plainly(heard)) ? [] : [`Notification: ${heard.replaceAll('\n', ' / ')}`]
}

function plainly(text: string): string {
  return text.replace(/[#\s]+/g, ' ').trim()
}

function drawnForm({ form, errors }: RefusedForm): Omit<Drawn, 'subject' | 'name'> {
  const checked = readModal(form)
  if ('messages' in checked) throw new Error(checked.messages.join('\n'))
  const blocks: Block[] = withIds(checked.content.blocks)
  const content = { ...checked.content, blocks } as typeof checked.content
  const state = { values: initialValues(blocks), errors }
  return {
    kind: 'form',
    html: drawForm(content, reader, state),
    text: renderView(content, state, reader),
    behind: behind(blocks, reader),
  }
}

function drawnHome(view: HomeView): Omit<Drawn, 'subject' | 'name'> {
  const checked = readHome(view)
  if ('messages' in checked) throw new Error(checked.messages.join('\n'))
  const blocks: Block[] = withIds(checked.content.blocks)
  const [against] = againstGuidance(blocks)
  if (against !== undefined) throw new Error(against)
  const content = { ...checked.content, blocks } as typeof checked.content
  return {
    kind: 'home',
    html: drawHome(content, reader),
    text: renderView(content, { values: initialValues(blocks) }, reader),
    behind: behind(blocks, reader),
  }
}

function drawnPage(words: Words, page: Page): Omit<Drawn, 'subject' | 'name'> {
  let document = ''
  const response = {
    setHeader() {},
    writeHead() {},
    end: (body: string) => {
      document = body
    },
  }
  sendPage(words, response as unknown as ServerResponse, 200, page)
  const { title, paragraphs, note, action } = page
  const lines = [
    `# ${title}`,
    ...paragraphs,
    ...(note ? [`! ${note}`] : []),
    ...(action ? [`[ ${action.label} ]`] : []),
  ]
  return { kind: 'page', document, text: lines.join('\n').replace(/[\u2068\u2069]/g, ''), behind: [] }
}
