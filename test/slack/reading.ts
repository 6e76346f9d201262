// Cards as people read them: checked against Slack's limits first, with the names and the clock of one reader.
import { expect } from 'vitest'
import { builtInPolicy, type Policy } from '../../src/core/policy/evaluate.ts'
import type { Request } from '../../src/core/requests/request.ts'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import type { DremioPlace, Message } from '../../src/slack/interaction.ts'
import { withIds } from '../world/slack/block-ids.ts'
import { initialValues } from '../world/slack/form-state.ts'
import { readMessage } from '../world/slack/limits/messages.ts'
import { readModal } from '../world/slack/limits/views.ts'
import { renderMessage, renderView } from '../world/slack/render.ts'

/** A Wednesday, 14:00 in Berlin. */
export const asked = Date.UTC(2026, 11, 2, 13)

const names: Record<string, string> = {
  UANA: 'Ana',
  UBEA: 'Bea',
  UCARL: 'Carl',
  UDAN: 'Dan',
  S0DATA: 'data',
  S0SEC: 'security',
}

/** Ana's, which Bea as her manager may decide. */
export function aRequest(change: Partial<Request> = {}): Request {
  return {
    id: 'k7m2q9xt',
    version: 1,
    state: 'pending',
    requester: 'UANA',
    label: 'tableau',
    asked: 30 * DAY,
    lifetime: 30 * DAY,
    reason: 'Dashboards for the board meeting',
    rule: 'everybody else asks their manager',
    policyVersion: 'built-in',
    approvers: ['UBEA'],
    reviewerRoles: { UBEA: { entries: ['manager'] } },
    quorum: 1,
    differentGroups: false,
    approvals: [],
    requestedAt: asked,
    lapsesAt: asked + 3 * DAY,
    nudges: 0,
    returns: 0,
    ...change,
  }
}

/** The same, which two must approve: one of the data team, one of security. */
export function forTwo(change: Partial<Request> = {}): Request {
  return aRequest({
    quorum: 2,
    differentGroups: true,
    approvers: ['UBEA', 'UCARL', 'UDAN'],
    reviewerRoles: {
      UBEA: { entries: ['group:S0DATA'] },
      UCARL: { entries: ['group:S0SEC'] },
      UDAN: { entries: ['group:S0SEC'], inPlaceOf: 'UCARL' },
    },
    ...change,
  })
}

export const approvedByBea = { by: 'UBEA', at: asked + HOUR, lifetime: 30 * DAY }
export const approvedByCarl = { by: 'UCARL', at: asked + 2 * HOUR, lifetime: 30 * DAY }

export function aPolicy(change: Partial<Policy> = {}): Policy {
  return { ...builtInPolicy(['UCARL'], 'cloud'), ...change }
}

export const onCloud: DremioPlace = { edition: 'cloud', region: 'us', apiUrl: 'https://api.dremio.cloud' }

const reader = (now: number) => ({ timeZone: 'Europe/Berlin', now, nameOf: (id: string) => names[id] ?? id })

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
