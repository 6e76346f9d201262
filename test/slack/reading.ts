// Cards as people read them: checked against Slack's limits first, with the names and the clock of one reader.
import { expect } from 'vitest'
import type { Message } from '../../src/slack/interaction.ts'
import { withIds } from '../world/slack/block-ids.ts'
import { initialValues } from '../world/slack/form-state.ts'
import { readMessage } from '../world/slack/limits/messages.ts'
import { readModal } from '../world/slack/limits/views.ts'
import { renderMessage, renderView } from '../world/slack/render.ts'
import { asked, nameOf } from './records.ts'

export { aPolicy, approvedByBea, approvedByCarl, aRequest, asked, forTwo, onCloud } from './records.ts'

const reader = (now: number) => ({ timeZone: 'Europe/Berlin', now, nameOf })

/** What stands on the screen. Fails on what Slack would refuse, and on what would be taken for a mention or a link of somebody else's. */
export function read(message: Message, now = asked): string {
  const warnings: string[] = []
  const checked = readMessage({ ...message }, (warning) => void warnings.push(warning))
  if ('refused' in checked) throw new Error(JSON.stringify(checked.refused))
  expect(warnings).toEqual([])
  expect(message.text.length).toBeGreaterThan(10)
  expect(JSON.stringify(message)).not.toMatch(/undefined|NaN|\[object/)
  const formatted = JSON.stringify(message, (_key, value) => (value?.type === 'plain_text' ? undefined : value))
  expect(
    formatted.match(
      /<(?![@#]\w+>|!date\^\d+\^[^|<>]+\|[^|<>]+>|!subteam\^\w+>|https:\/\/(?:docs|www)\.dremio\.com\/[^|<>]+\|[^|<>]+>).{0,30}/g,
    ),
  ).toBeNull()
  // As Slack does: without an id nothing can hold what was chosen in it.
  return renderMessage({ ...checked.content, blocks: withIds(checked.content.blocks) }, reader(now))
}

export function readForm(view: unknown, now = asked): string {
  const checked = readModal(view)
  if ('messages' in checked) throw new Error(checked.messages.join('\n'))
  return renderView(checked.content, { values: initialValues(checked.content.blocks) }, reader(now))
}
