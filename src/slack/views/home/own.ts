// What everybody has on Home: tokens, requests, the Dremio user they are, and their reminders.
import type { KnownBlock } from '@slack/types'
import { type Home, SOON } from '../../../core/home.ts'
import type { Request } from '../../../core/requests/request.ts'
import type { TokenSummary } from '../../../core/tokens/token.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import { progress, stillAskedText } from '../approval-text.ts'
import { actions, blocksIf, button, dayOrMoment, header, hint, labelText, section } from '../block-kit.ts'
import { reminderSettingsText } from '../reminders/reminder-settings-modal.ts'
import { overflowMenu, row } from '../rows.ts'
import { linkText } from '../sign-in/identity-message.ts'
import { choicesFor } from '../tokens/token-list.ts'
import { pagedList } from './paging.ts'

const TOKENS_SHOWN = 10
const REQUESTS_SHOWN = 5

export function tokenBlocks(words: Words, { tokens, mostTokens, now, pages }: Home): KnownBlock[] {
  const { tokens: text } = words.home
  const title = header(text.title)
  if (tokens === 'unknown') return [title, section(text.unknown)]
  const { list } = tokens
  const active = list.filter(({ state }) => state === 'active' || state === 'retiring').length
  return [
    title,
    list.length === 0
      ? section(tokens.external === 'asked now' ? text.none : text.noneCreatedHere)
      : hint(text.limit({ active, most: mostTokens })),
    ...pagedList(
      words,
      { list: 'tokens', title: text.title, pages },
      { items: list, size: TOKENS_SHOWN, draw: (token) => [tokenRow(words, token, now)] },
    ),
    ...aboutOthers(words, tokens, now),
  ]
}

/** A mark and words: colours alone tell some people nothing. Dates only, because Home stays on the screen for days. */
function tokenRow(words: Words, token: TokenSummary, now: number): KnownBlock {
  const { tokens: text } = words.home
  const { state, endsAt, expiresAt, madeHere } = token
  const line = text.row({
    label: labelText(token.label),
    state: state === 'active' && endsAt - now <= SOON ? 'soon' : state,
    when: dayOrMoment(state === 'expired' ? expiresAt : endsAt, now),
    elsewhere: !madeHere,
  })
  return row(line, overflowMenu(words, choicesFor(token)))
}

function aboutOthers(
  words: Words,
  { list, external, listedAt }: Exclude<Home['tokens'], 'unknown'>,
  now: number,
): KnownBlock[] {
  const { tokens: text } = words.home
  if (external === 'asked now') return []
  const isCheckKnown = listedAt !== undefined || list.some(({ madeHere }) => !madeHere)
  const when = listedAt === undefined ? undefined : dayOrMoment(listedAt, now)
  const others = list.length > 0 ? text.onlyCreatedHere : text.howToSeeOthers
  const known = isCheckKnown ? text.asOfLastCheck({ when }) : others
  return [
    hint(external === 'not responding' ? text.notResponding : known),
    actions(button(words, buttons.myTokens, 'mine')),
  ]
}

export function requestBlocks(words: Words, { requests, now, pages }: Home): KnownBlock[] {
  const { requests: text } = words.home
  const title = header(text.title)
  if (requests === 'unknown') return [title, section(text.unknown)]
  // What is approved stands above, with what needs them.
  const waiting = requests.filter(({ state }) => state === 'pending' || state === 'claiming')
  return [
    title,
    ...blocksIf(requests.length === 0, section(text.none)),
    ...pagedList(
      words,
      { list: 'requests', title: text.title, pages },
      { items: waiting, size: REQUESTS_SHOWN, draw: (request) => [requestRow(words, request, now)] },
    ),
  ]
}

function requestRow(words: Words, request: Request, now: number): KnownBlock {
  const { id, state, lifetime, lapsesAt } = request
  const { requests: text } = words.home
  const label = labelText(request.label)
  if (state === 'claiming') return section(text.creating({ label, lifetime }))
  const when = lapsesAt === undefined ? undefined : dayOrMoment(lapsesAt, now)
  const line = text.waiting({ label, lifetime, people: stillAskedText(request), when })
  const soFar = request.approvals.length > 0 ? progress(words, request) : ''
  return row(soFar ? `${line}\n${soFar}` : line, overflowMenu(words, [[buttons.cancelRequest, id]]))
}

export function accountBlocks(words: Words, { link, reminders }: Home): KnownBlock[] {
  const { account } = words.home
  const known = link === 'unknown' ? account.unknownLink : link ? linkText(words.identity, link) : account.notLinked
  return [
    header(account.title),
    section(known),
    row(
      reminders === 'unknown' ? account.unknownReminders : reminderSettingsText(words, reminders),
      button(words, buttons.changeReminders, 'open'),
    ),
  ]
}
