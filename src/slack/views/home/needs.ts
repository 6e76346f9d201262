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
  const found = needs === 'unknown' ? { receipts: [], replaced: [], toRevoke: [], signsIn: false } : needs
  const { receipts, toRevoke, signsIn } = found
  const isDue = ({ old }: Replaced) => old.outstandingSince !== undefined
  const mine = requests === 'unknown' ? [] : requests
  const unsure = mine.filter(({ state }) => state === 'unsure')
  const ready = mine
    .filter(({ state }) => state === 'approved')
    .sort((one, other) => (one.lapsesAt ?? Number.POSITIVE_INFINITY) - (other.lapsesAt ?? Number.POSITIVE_INFINITY))
  // What is overdue comes first, and what can wait longest comes last.
  const items: { label: string; draw: (name: string) => KnownBlock[] }[] = [
    ...toRevoke.map((token) => ({
      label: token.label,
      draw: (name: string) => toRevokeRow(words, token, { name, signsIn }),
    })),
    ...found.replaced.filter(isDue).map((one) => replacedItem(words, one, now)),
    ...[...unsure, ...ready].map((request) => ({
      label: request.label,
      draw: (name: string) => readyRow(words, request, now, { name, signsIn }),
    })),
    ...receipts.map((token) => ({
      label: token.label,
      draw: (name: string) => receiptRow(words, token, now, name),
    })),
    ...found.replaced.filter((one) => !isDue(one)).map((one) => replacedItem(words, one, now)),
  ]
  const names = subjects(items.map(({ label }) => label))
  const isUnknown = needs === 'unknown' || requests === 'unknown'
  if (items.length === 0 && !isUnknown) return []
  return [
    header(home.needs.title),
    ...(isUnknown ? [section(home.needs.unknown)] : []),
    ...pagedList(
      words,
      { list: 'needs', title: home.needs.title, pages },
      { items, size: MOST_SHOWN, draw: ({ draw }, index) => draw(names[index] ?? '') },
    ),
  ]
}

interface Row {
  /** What screen readers call it. */
  name: string
  signsIn: boolean
}

function readyRow(words: Words, request: Request, now: number, { name, signsIn }: Row): KnownBlock[] {
  const { id, state, lifetime, lapsesAt } = request
  const { needs } = words.home
  const label = labelText(request.label)
  const when = lapsesAt === undefined ? undefined : dayOrMoment(lapsesAt, now)
  const show = about(words, name, button(words, buttons.showListedToken, id, 'primary'))
  const cancel = about(words, name, button(words, buttons.cancelRequest, id))
  return [
    section(state === 'unsure' ? needs.unsure({ label }) : needs.ready({ label, lifetime, when, signsIn })),
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

function toRevokeRow(words: Words, { tid, label }: Token, { name, signsIn }: Row): KnownBlock[] {
  return [
    section(words.home.needs.toRevoke({ label: labelText(label), signsIn })),
    actions(about(words, name, button(words, buttons.revokeToken, tid, 'primary'))),
  ]
}

function replacedItem(words: Words, one: Replaced, now: number) {
  return { label: one.old.label, draw: (name: string) => replacedRow(words, one, now, name) }
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
