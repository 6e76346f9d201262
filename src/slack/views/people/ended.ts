// Ending everything of somebody: the form, what the administrator reads after it, and what the person is asked.
import type { KnownBlock, ModalView } from '@slack/types'
import type { Ended, EndedToken } from '../../../core/ended.ts'
import { changedSomething } from '../../../core/ended.ts'
import type { LeftTokens } from '../../../core/messenger.ts'
import { shortId } from '../../../core/tokens/token-id.ts'
import type { PersonOverview } from '../../../operations/administration/show-person.ts'
import type { Words } from '../../../words/words.ts'
import { buttons, forms } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, blocksIf, button, hint, labelText, mention, modal, moment, section } from '../block-kit.ts'
import { about, row, subjects } from '../rows.ts'

const MOST_SHOWN = 20

export function endEverythingModal(words: Words, found: PersonOverview): ModalView {
  const { ended } = words
  const { whom, link, requests, delegation, inPlaceOf, tokens, session, canRevoke } = found
  const others = inPlaceOf === 'unknown' ? [] : inPlaceOf.map(mention)
  const amount = tokens === 'unknown' ? undefined : tokens.tokens.filter(({ state }) => state !== 'expired').length
  const mayBeMore = tokens !== 'unknown' && !tokens.fresh
  const lines = [
    ended.willCancel({ requests: requests === 'unknown' ? undefined : requests.length }),
    ...(delegation !== 'unknown' && delegation
      ? [ended.willEndDelegation({ delegate: mention(delegation.delegate) })]
      : []),
    canRevoke ? ended.willRevoke({ tokens: amount, mayBeMore }) : ended.willAsk({ tokens: amount }),
    ...(session === 'unknown' || session ? [ended.willForget] : []),
  ]
  return modal(words, forms.endEverything, whom, [
    section(`*${ended.question({ person: mention(whom) })}*\n${lines.join('\n')}`),
    ...blocksIf(others.length > 0, hint(ended.stillReviewsFor({ approvers: others }))),
    hint([...(link !== 'unknown' && link ? [ended.keepsLink] : []), ended.noUndo].join(' ')),
  ])
}

/** For the administrator. */
export function endedMessage(words: Words, done: Ended): Message {
  const { ended } = words
  const { whom, left, later, creating, unfinished, keptWorking, isTold } = done
  const person = mention(whom)
  const deeds = [...deedLines(words, done, 'administrator'), ...(keptWorking ? [ended.keptUsedByBot] : [])]
  const isNothing = deeds.length === 0 && left.length + later.length + unfinished.length + creating.length === 0
  const again = unfinished.length > 0 || creating.length > 0
  const text = isNothing ? ended.nothing({ person }) : again ? ended.partly({ person }) : ended.done({ person })
  return {
    text,
    blocks: [
      section([text, ...deeds].join('\n')),
      ...blocksIf(creating.length > 0, section(ended.creating({ labels: creating.map(labelText) }))),
      ...blocksIf(unfinished.length > 0, section(ended.unfinished({ unfinished }))),
      ...blocksIf(
        left.length > 0,
        section([ended.left({ amount: left.length, person, asked: isTold }), ...tokenLines(words, left)].join('\n')),
        hint(ended.whatNext({ amount: left.length })),
      ),
      ...blocksIf(
        later.length > 0,
        section([ended.later({ amount: later.length }), ...tokenLines(words, later)].join('\n')),
      ),
      ...footer(ended, done, person),
      actions(...(again ? [button(words, buttons.endEverything, whom)] : []), button(words, buttons.showPerson, whom)),
    ],
  }
}

function footer(words: Words['ended'], { isListed, isLinked, reviewsFor }: Ended, person: string): KnownBlock[] {
  const lines = [
    ...(isListed ? [] : [words.notListed]),
    ...(reviewsFor.length > 0 ? [words.stillReviewsFor({ approvers: reviewsFor.map(mention) })] : []),
    ...(isLinked ? [words.linkStays({ person })] : []),
  ]
  return blocksIf(lines.length > 0, hint(lines.join('\n')))
}

/** For the person: what was ended, and what they have to end themselves. */
export function endedForPerson(words: Words, done: Ended): Message {
  const { ended } = words
  const text = ended.yours({ by: mention(done.by) })
  return {
    text,
    blocks: [
      section([text, ...deedLines(words, done, 'person')].join('\n')),
      ...blocksIf(done.newlyLeft.length > 0, section(ended.yoursLeft({ amount: done.newlyLeft.length }))),
      ...rowsToRevoke(words, done.newlyLeft),
    ],
  }
}

export function askToRevokeMessage(words: Words, { by, open }: LeftTokens): Message {
  const text = words.ended.askedAgain({ by: mention(by), amount: open.length })
  return { text, blocks: [section(text), ...rowsToRevoke(words, open)] }
}

/** For the administrator, once they are gone, or a day later. */
export function endedTokensMessage(words: Words, is: 'done' | 'left', { owner, open }: LeftTokens): Message {
  const { ended } = words
  const person = mention(owner)
  const text = is === 'done' ? ended.allGone({ person }) : ended.stillLeft({ person, open: open.length })
  return {
    text,
    blocks: [
      section([text, ...(is === 'done' ? [] : tokenLines(words, open))].join('\n')),
      actions(button(words, buttons.showPerson, owner)),
    ],
  }
}

function deedLines({ ended }: Words, done: Ended, reader: 'administrator' | 'person'): string[] {
  if (!changedSomething(done)) return []
  const { cancelled, delegate, revoked, signedOut } = done
  const toDelegate = reader === 'person' ? ended.yourDelegation : ended.delegation
  return [
    ...(cancelled.length > 0 ? [ended.cancelled({ labels: cancelled.map(labelText) })] : []),
    ...(delegate === undefined ? [] : [toDelegate({ delegate: mention(delegate) })]),
    ...(revoked.length > 0 ? [ended.revoked({ labels: revoked.map(({ label }) => labelText(label)) })] : []),
    ...(signedOut ? [ended.signedOut] : []),
  ]
}

function tokenLines({ ended }: Words, tokens: readonly EndedToken[]): string[] {
  const ids = tokens.map(({ tid }) => tid)
  const lines = tokens
    .slice(0, MOST_SHOWN)
    .map(({ tid, label, expiresAt }) =>
      ended.token({ label: labelText(label), id: shortId(tid, ids), expires: moment(expiresAt) }),
    )
  return tokens.length > MOST_SHOWN ? [...lines, ended.more({ amount: tokens.length - MOST_SHOWN })] : lines
}

function rowsToRevoke(words: Words, tokens: readonly EndedToken[]): KnownBlock[] {
  const names = subjects(tokens.map(({ label }) => label))
  return [
    ...tokens
      .slice(0, MOST_SHOWN)
      .map(({ tid, label, expiresAt }, index) =>
        row(
          words.ended.tokenOfYours({ label: labelText(label), expires: moment(expiresAt) }),
          about(words, names[index] ?? '', button(words, buttons.revokeToken, tid)),
        ),
      ),
    ...blocksIf(tokens.length > MOST_SHOWN, hint(words.ended.moreOfYours({ amount: tokens.length - MOST_SHOWN }))),
  ]
}
