// For administrators: all that is known of one person, each unknown part said, with buttons for what may be done.
import type { Button, KnownBlock } from '@slack/types'
import type { Part } from '../../../core/part.ts'
import type { Link } from '../../../core/people/person.ts'
import type { PersonOverview } from '../../../operations/administration/show-person.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import {
  actions,
  blocksIf,
  button,
  dateOfYear,
  hint,
  inlineText,
  labelText,
  mention,
  moment,
  section,
} from '../block-kit.ts'
import { userText } from '../identity/link-card.ts'
import { overflowMenu, row } from '../rows.ts'
import { tokenText } from '../tokens/token-list.ts'
import { idAmong } from '../tokens/token-text.ts'

// One block for each token; a message may have fifty: https://docs.slack.dev/reference/block-kit/blocks
const MOST_TOKENS = 10
const MOST_REQUESTS = 10

/** `done` says what was just done for them. */
export function personMessage(
  words: Words,
  found: PersonOverview,
  now: number,
  done?: (facts: { person: string }) => string,
): Message {
  const { aboutPerson } = words
  const person = mention(found.whom)
  return {
    text: done ? done({ person }) : aboutPerson.title({ person }),
    blocks: [
      ...(done ? [section(done({ person }))] : []),
      section([`*${person}*`, ...slackLines(words, found)].join('\n')),
      section([...linkLines(aboutPerson, found), sessionLine(aboutPerson, found)].join('\n')),
      ...tokenRows(words, found, now),
      section(requestLines(aboutPerson, found).join('\n')),
      section([...reviewLines(aboutPerson, found), remindersLine(words, found)].join('\n')),
      ...blocksIf(!found.canRevoke, hint(aboutPerson.onlyOwner)),
      actions(...buttonsFor(words, found)),
    ],
  }
}

function slackLines({ aboutPerson, identityFailures }: Words, { whom, inSlack, departure }: PersonOverview): string[] {
  const lines: string[] = []
  if (inSlack === 'unknown') lines.push(aboutPerson.slackUnknown)
  else if (inSlack === 'served') lines.push(aboutPerson.served)
  else if (inSlack === 'no such person') lines.push(aboutPerson.notInSlack)
  else lines.push(identityFailures.otherPerson({ who: mention(whom), because: inSlack }))
  if (departure === 'unknown') lines.push(aboutPerson.departureUnknown)
  else if (departure) lines.push(aboutPerson.left({ because: departure.because, when: moment(departure.at) }))
  return lines
}

function linkLines(words: Words['aboutPerson'], { link, assignment, confirmation }: PersonOverview): string[] {
  const lines = [
    of(link, words.linkUnknown, (known) => (known ? linkText(words, known) : words.notLinked)),
    of(assignment, words.assignmentUnknown, (known) =>
      known ? words.assigned({ user: userOf(known), by: mention(known.by), since: dateOfYear(known.at) }) : undefined,
    ),
    of(confirmation, words.confirmationUnknown, (known) =>
      known
        ? words.confirmation({ user: userText(known), by: mention(known.by), when: moment(known.lapsesAt) })
        : undefined,
    ),
  ]
  return lines.filter((line) => line !== undefined)
}

function linkText(words: Words['aboutPerson'], link: Link): string {
  const linked = { user: userOf(link), since: dateOfYear(link.at) }
  if (link.proof === 'administrator') return words.linkedByAdmin({ ...linked, by: mention(link.by) })
  if (link.proof === 'sign-in') return words.linkedBySignIn(linked)
  return words.linkedByEmail({ ...linked, email: inlineText(link.email ?? '') })
}

function userOf({ dremioName, uid }: Link): string {
  return labelText(dremioName || uid)
}

function sessionLine(words: Words['aboutPerson'], { session }: PersonOverview): string {
  return of(session, words.sessionUnknown, (kept) => (kept ? words.session : words.noSession))
}

function tokenRows(words: Words, { whom, tokens: part, canRevoke }: PersonOverview, now: number): KnownBlock[] {
  const { aboutPerson } = words
  if (part === 'unknown') return [section(aboutPerson.tokensUnknown)]
  const { tokens, fresh } = part
  const active = tokens.filter(({ state }) => state === 'active' || state === 'retiring')
  const rows = tokens.slice(0, MOST_TOKENS).map((token) => {
    const mayRevoke = canRevoke && !token.working && active.includes(token)
    const revoke = mayRevoke ? [[buttons.revokePersonsToken, `${token.tid} ${whom}`] as const] : []
    const choices = overflowMenu(words, [[buttons.story, token.tid], ...revoke])
    return row(tokenText(words, token, now, idAmong(token, tokens)), choices)
  })
  return [
    section(aboutPerson.tokens({ active: active.length, fresh })),
    ...rows,
    ...blocksIf(tokens.length > MOST_TOKENS, hint(aboutPerson.moreTokens({ amount: tokens.length - MOST_TOKENS }))),
  ]
}

function requestLines(words: Words['aboutPerson'], { requests }: PersonOverview): string[] {
  if (requests === 'unknown') return [words.requestsUnknown]
  const open = requests
  const lines = open.slice(0, MOST_REQUESTS).flatMap(({ label, lifetime, state }) => {
    const isOpen = state === 'pending' || state === 'approved' || state === 'claiming' || state === 'unsure'
    return isOpen ? [words.request({ label: labelText(label), lifetime, state })] : []
  })
  return [words.requests({ open: open.length }), ...lines]
}

function reviewLines(words: Words['aboutPerson'], { delegation, inPlaceOf }: PersonOverview): string[] {
  const lines = [
    of(delegation, words.delegationUnknown, (given) =>
      given ? words.delegatedTo({ delegate: mention(given.delegate), until: moment(given.until) }) : undefined,
    ),
    of(inPlaceOf, words.reviewsUnknown, (people) =>
      people.length > 0 ? words.reviewsFor({ people: people.map(mention) }) : undefined,
    ),
  ]
  return lines.filter((line) => line !== undefined)
}

function remindersLine({ aboutPerson, clock }: Words, { reminders }: PersonOverview): string {
  return of(reminders, aboutPerson.remindersUnknown, ({ on, before, at }) =>
    on
      ? aboutPerson.remindersOn({ before, at: at === 'any' ? undefined : clock.hour({ minutes: at }) })
      : aboutPerson.remindersOff,
  )
}

/** A part that is not known may be something that can be ended, so its button is offered. */
function buttonsFor(words: Words, { whom, link, assignment, session, tokens, canRevoke }: PersonOverview): Button[] {
  const hasTokens = tokens === 'unknown' || tokens.tokens.length > 0
  const isLinked = [link, assignment].some((part) => part === 'unknown' || part !== undefined)
  return [
    button(words, buttons.personsTokens, whom),
    ...(canRevoke && hasTokens ? [button(words, buttons.revokePersonsTokens, whom)] : []),
    ...(isLinked ? [button(words, buttons.unlinkPerson, whom)] : []),
    ...(session === 'unknown' || session ? [button(words, buttons.forgetSession, whom)] : []),
    button(words, buttons.endEverything, whom),
  ]
}

function of<Value, Shown>(part: Part<Value>, unknown: string, show: (value: Value) => Shown): Shown | string {
  return part === 'unknown' ? unknown : show(part)
}
