// The form for a token that stands in somebody's message, the answer to it, and what to do about the message.
import type { Checkboxes, KnownBlock, ModalView } from '@slack/types'
import type { Leak } from '../../../core/tokens/leak.ts'
import type { TokenSummary } from '../../../core/tokens/token.ts'
import { shortId } from '../../../core/tokens/token-id.ts'
import type { Words } from '../../../words/words.ts'
import { buttons, forms } from '../../action-catalog.ts'
import type { Message, ShortcutMessage } from '../../interaction.ts'
import { actions, blocksIf, button, code, escaped, hint, link, mention, modal, plain, section } from '../block-kit.ts'
import { noticeModal } from '../notice-modal.ts'
import { about, row } from '../rows.ts'
import { leakMessage } from './leak-message.ts'
import { tokenLine, tokenOptionText } from './token-text.ts'

/** Slack's limit for checkboxes: https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element */
export const MOST_IN_FORM = 10

/** Stored in the form's metadata: ids only. */
export interface LeakTarget {
  tids: readonly string[]
  message: Pick<ShortcutMessage, 'author' | 'link'>
}

/** `mine` are the person's own tokens; `isWhole` if there are no others. */
export interface Owned {
  mine: readonly TokenSummary[]
  isWhole: boolean
}

/** `reader` is a Slack id. */
export function leakInMessageModal(
  words: Words,
  message: ShortcutMessage,
  owned: Owned,
  { reader, now }: { reader: string; now: number },
): ModalView {
  const { author } = message
  const tids = message.tids.slice(0, MOST_IN_FORM)
  const rest = message.tids.length - tids.length
  const meta = JSON.stringify({ tids, message: { author, link: message.link } } satisfies LeakTarget)
  const found = tids.map((tid) => ({ tid, token: owned.mine.find((token) => token.tid === tid) }))
  const [one, another] = found
  return modal(words, forms.leakInMessage, meta, [
    ...(one && !another ? [oneToken(words, one, owned.isWhole, now)] : []),
    ...(another ? [section(`*${words.leaks.inSomeMessage.question({ amount: tids.length })}*`)] : []),
    ...(another ? [choice(words, found, owned.isWhole)] : []),
    ...blocksIf(rest > 0, hint(words.leaks.moreToPaste({ amount: rest }))),
    ...effect(words, found, owned.isWhole),
    { type: 'divider' },
    ...aboutMessage(words, message, reader),
  ])
}

interface FoundToken {
  tid: string
  token: TokenSummary | undefined
}

/** None for a token that is known to be somebody else's. */
function effect({ leaks, revocation }: Words, found: readonly FoundToken[], isWhole: boolean): KnownBlock[] {
  const [one, another] = found
  if (another) return [hint(leaks.inSomeMessage.effect)]
  if (one?.token) return [hint(revocation.effect({ amount: 1 }))]
  return isWhole ? [] : [hint(leaks.effect)]
}

function oneToken(words: Words, { tid, token }: FoundToken, isWhole: boolean, now: number): KnownBlock {
  const { inSomeMessage } = words.leaks
  const line = token ? tokenLine(words, token, [token], now) : words.leaks.tokenById({ id: shortId(tid) })
  const whose = token ? inSomeMessage.isYours : isWhole ? inSomeMessage.isNotYours : inSomeMessage.isUnknown
  return section(`*${words.revocation.question({ amount: 1 })}*\n• ${line}\n${whose}`)
}

/** All of them are chosen, because whoever reports a message most often means everything in it. */
function choice(words: Words, found: readonly FoundToken[], isWhole: boolean): KnownBlock {
  const { inSomeMessage } = words.leaks
  const options = found.map(({ tid, token }) => ({
    text: plain(
      token
        ? tokenOptionText(token, found)
        : shortId(
            tid,
            found.map((one) => one.tid),
          ),
    ),
    description: plain(token ? inSomeMessage.yours : isWhole ? inSomeMessage.notYours : inSomeMessage.unknown),
    value: tid,
  }))
  const element: Checkboxes = { type: 'checkboxes', action_id: 'value', options, initial_options: options }
  return { type: 'input', block_id: 'tokens', label: plain(words.labels.forms.leakInMessage.fields.tokens), element }
}

/** `looksLikeOne`: something in the message does, but it cannot be read. */
export function noTokenModal(words: Words, looksLikeOne: boolean): ModalView {
  const { none, unreadable } = words.leaks.inSomeMessage
  return noticeModal(
    words,
    forms.leakedToken,
    looksLikeOne ? unreadable : none,
    actions(button(words, buttons.pasteLeakedToken, 'new')),
  )
}

/** For somebody who cannot revoke it here: what they can do all the same. */
export function insteadOfRevoking(words: Words, message: ShortcutMessage | undefined, reader: string): KnownBlock[] {
  if (!message?.holdsToken) return []
  return [section(words.leaks.inSomeMessage.revokeElsewhere), ...aboutMessage(words, message, reader)]
}

/** Only its author and Slack's administrators can delete a message. The text to send names no secret and no id. */
function aboutMessage(
  { leaks }: Words,
  { author, link: linkUrl }: LeakTarget['message'],
  reader: string,
): KnownBlock[] {
  const words = leaks.message
  const toOpen = linkUrl === undefined ? '' : ` ${link(escaped(linkUrl), words.open)}`
  if (author === reader) return [section(words.deleteYours + toOpen)]
  const where = linkUrl === undefined ? {} : { link: linkUrl }
  return [
    section(author === undefined ? words.askAdmin : words.askAuthor({ author: mention(author) })),
    code([words.request(where), words.requestToRevoke]),
  ]
}

/** What became of one token: the leak, or why there is none, with its sentence. */
export type Outcome = { tid: string } & ({ leak: Leak } | { failure: Message; isUnknown: boolean })

export function leaksMessage(
  words: Words,
  outcomes: readonly Outcome[],
  { message }: Pick<LeakTarget, 'message'>,
  { reader, now }: { reader: string; now: number },
): Message {
  const [one, another] = outcomes
  const said = one && !another ? single(words, one, reader, now) : several(words, outcomes, reader, now)
  const { text, blocks = [section(text)] } = said
  return { text, blocks: [...blocks, { type: 'divider' }, ...aboutMessage(words, message, reader)] }
}

function single(words: Words, outcome: Outcome, reader: string, now: number): Message {
  return 'leak' in outcome ? leakMessage(words, outcome.leak, reader, now) : outcome.failure
}

function several(words: Words, outcomes: readonly Outcome[], reader: string, now: number): Message {
  const { leaks } = words
  const tids = outcomes.map(({ tid }) => tid)
  const rows = outcomes.map((outcome) => {
    const { tid } = outcome
    const id = shortId(tid, tids)
    if ('leak' in outcome) return section(leakMessage(words, outcome.leak, reader, now).text)
    if (outcome.isUnknown) return section(leaks.notYoursById({ id }))
    const again = about(words, id, button(words, buttons.revokeLeakedToken, tid))
    return row(leaks.failedById({ id, why: outcome.failure.text }), again)
  })
  return {
    text: [leaks.reportedAll, ...rows.map(({ text }) => text?.text)].join('\n'),
    blocks: [section(`*${leaks.reportedAll}*`), ...rows, hint(leaks.cleanUp)],
  }
}
