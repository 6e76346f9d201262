// What a bot admin sees on Home: whether everything works, links to confirm, and what is left to clean up.
import type { KnownBlock } from '@slack/types'
import type { AdministratorHome, BreakingToken, Home, HomePages } from '../../../core/home.ts'
import type { LinkConfirmation } from '../../../core/people/link-confirmation.ts'
import { shortId } from '../../../core/tokens/token-id.ts'
import type { Words } from '../../../words/words.ts'
import { buttons, menus } from '../../action-catalog.ts'
import {
  actions,
  button,
  date,
  dateOfYear,
  formatted,
  header,
  inlineText,
  LONGEST_FIELD,
  labelText,
  mention,
  section,
} from '../block-kit.ts'
import { userText } from '../identity/link-card.ts'
import { brokenText, inSlack } from '../policy/preview-lines.ts'
import { about, row, subjects } from '../rows.ts'
import { usersMenu } from '../select-menus.ts'
import { queryValue } from '../tokens/all-tokens.ts'
import { outstandingRows } from '../tokens/outstanding-list.ts'
import { pagedList } from './paging.ts'

const OUTSTANDING_SHOWN = 5
// Two blocks each.
const LINKS_SHOWN = 3
const BREAKING_SHOWN = 3

export function administratorBlocks(words: Words, home: Home): KnownBlock[] {
  const { administrator } = home
  const { administrator: text } = words.home
  if (administrator === undefined) return []
  const title = header(text.title)
  if (administrator === 'unknown') return [title, section(text.unknown)]
  return [
    title,
    healthBlock(words, administrator),
    ...linkBlocks(words, home, administrator),
    ...cleanUpBlocks(words, home, administrator),
    ...tokensBlocks(words, home, administrator),
    ...administratorButtons(words),
  ]
}

function healthBlock(words: Words, { health, authMethod, policyVersion, policySince }: AdministratorHome): KnownBlock {
  const { administrator: text } = words.home
  const fields = [
    text.authMethod({ method: authMethod }),
    text.policy({
      version: inlineText(policyVersion),
      since: policySince === undefined ? undefined : dateOfYear(policySince),
    }),
  ]
  return { ...section(text.health(health)), fields: fields.map((field) => formatted(field, LONGEST_FIELD)) }
}

function linkBlocks(words: Words, { pages }: Home, { links }: AdministratorHome): KnownBlock[] {
  const { administrator: text } = words.home
  if (links === 'unknown') return [section(text.unknownLinks)]
  const names = subjects(links.map(({ dremioName, email, uid }) => dremioName || email || uid))
  return pagedList(
    words,
    { list: 'links', title: text.links, pages },
    { items: links, size: LINKS_SHOWN, draw: (link, index) => linkRow(words, link, names[index] ?? '') },
  )
}

function linkRow(words: Words, link: LinkConfirmation, name: string): KnownBlock[] {
  const { id, by, person } = link
  return [
    section(words.home.administrator.link({ by: mention(by), person: mention(person), user: userText(link) })),
    actions(
      about(words, name, button(words, buttons.confirmLink, id)),
      about(words, name, button(words, buttons.declineLink, id)),
    ),
  ]
}

function cleanUpBlocks(words: Words, { pages }: Home, { outstanding }: AdministratorHome): KnownBlock[] {
  const { administrator: text } = words.home
  if (outstanding === 'unknown') return [section(text.unknownCleanUp)]
  const rows = outstandingRows(words, outstanding)
  if (rows.length === 0) return [section(text.nothingToCleanUp)]
  return [
    section(`*${text.cleanUp}*`),
    ...pagedList(
      words,
      { list: 'outstanding', title: text.cleanUp, pages },
      { items: rows, size: OUTSTANDING_SHOWN, draw: (row) => [row] },
    ),
  ]
}

function tokensBlocks(words: Words, { pages }: Home, { tokens }: AdministratorHome): KnownBlock[] {
  const { allTokens, home } = words
  if (tokens === 'unknown') return [section(home.administrator.unknownTokens)]
  const { byState, expiring7, expiring30, createdElsewhere: elsewhere, ofLeavers, unreadable } = tokens.counts
  const counts = [
    `*${allTokens.title}*`,
    allTokens.states(byState),
    allTokens.working({ expiring7, expiring30, elsewhere, ofLeavers }),
    ...(unreadable > 0 ? [allTokens.unreadable({ amount: unreadable })] : []),
  ]
  return [...breakingBlocks(words, pages, tokens.breaking), section(counts.join('\n'))]
}

function breakingBlocks(words: Words, pages: HomePages, breaking: readonly BreakingToken[]): KnownBlock[] {
  const title = words.home.administrator.breaking({ amount: breaking.length })
  if (breaking.length === 0) return [section(title)]
  const ids = breaking.map(({ tid }) => tid)
  const draw = ({ tid, owner, label, expiresAt, broken }: BreakingToken) => [
    row(
      words.home.administrator.breakingToken({
        owner: mention(owner),
        label: labelText(label),
        why: brokenText(words, broken, inSlack),
        when: date(expiresAt),
      }),
      // A token may stand among those to clean up as well, and two buttons must not be called the same.
      about(words, `${shortId(tid, ids)} ${label}`, button(words, buttons.story, tid)),
    ),
  ]
  return [
    section(`*${title}*`),
    ...pagedList(words, { list: 'breaking', title, pages }, { items: breaking, size: BREAKING_SHOWN, draw }),
  ]
}

function administratorButtons(words: Words): KnownBlock[] {
  const everything = queryValue({ page: 1, filter: 'all' })
  return [
    {
      type: 'actions',
      elements: [usersMenu(menus.findPerson, words.home.administrator.findPerson)],
    },
    actions(
      button(words, buttons.allTokens, everything),
      button(words, buttons.exportTokens, everything),
      button(words, buttons.showPolicy, 'policy'),
      button(words, buttons.adminHelp, 'admin'),
    ),
  ]
}
