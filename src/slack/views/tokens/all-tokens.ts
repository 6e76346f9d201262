// For administrators: everybody's known tokens, with counts, filters, pages and a file.
import type { Button, StaticSelect, UsersSelect } from '@slack/types'
import { shortId } from '../../../core/tokens/token-id.ts'
import type { ExportedTokens } from '../../../operations/administration/export-tokens.ts'
import type { TokenFilter, TokenPage, TokenQuery } from '../../../operations/administration/list-all-tokens.ts'
import type { Words } from '../../../words/words.ts'
import { buttons, menus } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import {
  actions,
  blocksIf,
  button,
  dayOrMoment,
  hint,
  inlineText,
  labelText,
  mention,
  moment,
  section,
  timeLeft,
} from '../block-kit.ts'
import { overflowMenu, row } from '../rows.ts'
import { menu, usersMenu } from '../select-menus.ts'

/** What a button holds of a query: no words that somebody typed, so a search by label has no pages. */
export type StoredQuery = Omit<TokenQuery, 'label'>

export function queryValue({ page, filter, person }: StoredQuery): string {
  return [page, filter, ...(person === undefined ? [] : [person])].join(' ')
}

export function allTokensMessage({ allTokens: words, ...others }: Words, found: TokenPage, now: number): Message {
  const { query, tokens, counts, leavers, matching, pages, canRevoke } = found
  const { byState, expiring7, expiring30, createdElsewhere: elsewhere, ofLeavers, unreadable } = counts
  const top = [
    `*${words.title}*`,
    words.states(byState),
    words.working({ expiring7, expiring30, elsewhere, ofLeavers }),
  ].join('\n')
  const shown = words.shown({
    matching,
    ...(query.person !== undefined && { person: mention(query.person) }),
    ...(query.label !== undefined && { label: inlineText(query.label) }),
  })
  const ids = tokens.map(({ tid }) => tid)
  return {
    text: [words.title, words.states(byState)].join('\n'),
    blocks: [
      section(top),
      actions(...filtersOf({ allTokens: words, ...others }, found)),
      section(shown),
      ...tokens.map((token) => {
        const { owner, label, tid, state, expiresAt, endsAt, madeHere } = token
        const at = state === 'expired' ? expiresAt : endsAt
        const line = words.line({
          ...{ owner: mention(owner), hasLeft: leavers.has(owner), label: labelText(label), elsewhere: !madeHere },
          ...{ id: shortId(tid, ids), state, left: timeLeft(now, at), when: dayOrMoment(at, now) },
        })
        const mayRevoke = canRevoke && (state === 'active' || state === 'retiring')
        const revoke = mayRevoke ? [[buttons.revokePersonsToken, `${tid} ${owner}`] as const] : []
        return row(
          line,
          overflowMenu({ allTokens: words, ...others }, [[buttons.showPerson, owner], [buttons.story, tid], ...revoke]),
        )
      }),
      ...blocksIf(pages > 1, hint(pageText(words, found))),
      hint(footer(words, found)),
      ...blocksIf(unreadable > 0, hint(words.unreadable({ amount: unreadable }))),
      ...withButtons(buttonsOf({ allTokens: words, ...others }, query, pages)),
    ],
  }
}

export function exportedMessage(
  { allTokens: words }: Words,
  { amount, unreadable, missingScope }: ExportedTokens,
): Message {
  return { text: missingScope === undefined ? words.exported({ amount, unreadable }) : words.cannotSendFiles }
}

function pageText(words: Words['allTokens'], { query, tokens, matching, pages }: TokenPage): string {
  return query.label === undefined
    ? words.page({ page: query.page, pages })
    : words.narrow({ amount: matching - tokens.length })
}

function footer(words: Words['allTokens'], { seen: { oldest, newest, never } }: TokenPage): string {
  return words.fresh({
    ...(oldest !== undefined && { oldest: moment(oldest) }),
    ...(newest !== undefined && { newest: moment(newest) }),
    never,
  })
}

/** The filter keeps the person, and a person is looked at without a filter. */
function filtersOf(words: Words, { query, counts }: TokenPage): (StaticSelect | UsersSelect)[] {
  const { filters, filterWithCount, filterBy, choosePerson } = words.allTokens
  const amounts: Record<TokenFilter, number> = {
    ...counts.byState,
    ...{ all: counts.total, expiring7: counts.expiring7, expiring30: counts.expiring30 },
    ...{ elsewhere: counts.createdElsewhere, leavers: counts.ofLeavers },
  }
  const { person } = query
  const optionValue = (filter: TokenFilter) => queryValue({ page: 1, filter, ...(person !== undefined && { person }) })
  const offered = (Object.keys(filters) as TokenFilter[]).map((filter) => ({
    // The counts are everybody's, so they would mislead beside one person's name.
    label:
      person === undefined ? filterWithCount({ filter: filters[filter], amount: amounts[filter] }) : filters[filter],
    value: optionValue(filter),
  }))
  return [
    menu(menus.filterTokens, filterBy, offered, optionValue(query.filter)),
    usersMenu(menus.choosePersonsTokens, choosePerson, person),
  ]
}

function buttonsOf(words: Words, { label, ...query }: TokenQuery, pages: number): Button[] {
  const { page, person } = query
  const isSearch = label !== undefined
  return [
    ...(isSearch || page <= 1 ? [] : [button(words, buttons.previousTokens, queryValue({ ...query, page: page - 1 }))]),
    ...(isSearch || page >= pages ? [] : [button(words, buttons.nextTokens, queryValue({ ...query, page: page + 1 }))]),
    ...(isSearch || person !== undefined
      ? [button(words, buttons.everybodysTokens, queryValue({ page: 1, filter: query.filter }))]
      : []),
    ...(isSearch ? [] : [button(words, buttons.exportTokens, queryValue({ ...query, page: 1 }))]),
  ]
}

function withButtons(shown: Button[]) {
  return shown.length > 0 ? [actions(...shown)] : []
}
