// What waits for the person themselves on their Home, each with its buttons.
import type { KnownBlock } from '@slack/types'
import type { Home, Replaced } from '../../../core/home.ts'
import type { Request } from '../../../core/requests/request.ts'
import type { Token } from '../../../core/tokens/token.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import { actions, button, dayOrMoment, header, labelText, section } from '../block-kit.ts'
import { about, subjects } from '../rows.ts'
import { pagedList } from './paging.ts'

// Two blocks each.
const MOST_SHOWN = 6

export function needsBlocks(words: Words, { needs, requests, now, pages }: Home): KnownBlock[] {
  const { home } = words
  const toGet = requests === 'unknown' ? [] : requests.filter(({ state }) => state === 'approved' || state === 'unsure')
  const { receipts, replaced, toRevoke } = needs === 'unknown' ? { receipts: [], replaced: [], toRevoke: [] } : needs
  const all = [...toGet, ...receipts, ...toRevoke, ...replaced.map(({ old }) => old)]
  const names = subjects(all.map(({ label }) => label))
  const rows = [
    ...toGet.map((request) => (name: string) => readyRow(words, request, now, name)),
    ...receipts.map((token) => (name: string) => receiptRow(words, token, now, name)),
    ...toRevoke.map((token) => (name: string) => toRevokeRow(words, token, name)),
    ...replaced.map((one) => (name: string) => replacedRow(words, one, now, name)),
  ]
  const isUnknown = needs === 'unknown' || requests === 'unknown'
  if (rows.length === 0 && !isUnknown) return []
  return [
    header(home.needs.title),
    ...(isUnknown ? [section(home.needs.unknown)] : []),
    ...pagedList(
      words,
      { list: 'needs', title: home.needs.title, pages },
      { items: rows, size: MOST_SHOWN, draw: (draw, index) => draw(names[index] ?? '') },
    ),
  ]
}

function readyRow(words: Words, request: Request, now: number, name: string): KnownBlock[] {
  const { id, state, lifetime, lapsesAt } = request
  const { needs } = words.home
  const label = labelText(request.label)
  const when = lapsesAt === undefined ? undefined : dayOrMoment(lapsesAt, now)
  const show = about(words, name, button(words, buttons.showListedToken, id, 'primary'))
  const cancel = about(words, name, button(words, buttons.cancelRequest, id))
  return [
    section(state === 'unsure' ? needs.unsure({ label }) : needs.ready({ label, lifetime, when })),
    state === 'unsure' ? actions(show) : actions(show, cancel),
  ]
}

function receiptRow(words: Words, { tid, label, shownAt, createdAt }: Token, now: number, name: string): KnownBlock[] {
  const when = dayOrMoment(shownAt ?? createdAt, now)
  return [
    section(words.home.needs.receipt({ label: labelText(label), when })),
    actions(
      about(words, name, button(words, buttons.confirmReceipt, tid)),
      about(words, name, button(words, buttons.reportMissing, tid)),
    ),
  ]
}

function toRevokeRow(words: Words, { tid, label }: Token, name: string): KnownBlock[] {
  return [
    section(words.home.needs.toRevoke({ label: labelText(label) })),
    actions(about(words, name, button(words, buttons.revokeToken, tid, 'primary'))),
  ]
}

function replacedRow(words: Words, { old, canStay }: Replaced, now: number, name: string): KnownBlock[] {
  const { tid, retiresAt, expiresAt, outstandingSince } = old
  const { needs } = words.home
  const label = labelText(old.label)
  const cut = about(words, name, button(words, buttons.cutOldToken, tid))
  const keep = about(words, name, button(words, buttons.keepOldToken, tid))
  const isDue = outstandingSince !== undefined
  const text = isDue
    ? needs.replacedAndDue({ label })
    : needs.retiring({ label, when: dayOrMoment(retiresAt ?? expiresAt, now) })
  return [section(text), isDue || !canStay ? actions(cut) : actions(cut, keep)]
}
