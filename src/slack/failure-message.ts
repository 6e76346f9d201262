// A failure as a message: its sentence, and the link or buttons to continue with, such as to sign in or to make room.
import type { KnownBlock } from '@slack/types'
import { type Facts, isBotError } from '../core/errors.ts'
import type { PendingAction } from '../core/sessions/sign-in.ts'
import type { Words } from '../words/words.ts'
import { buttons } from './action-catalog.ts'
import type { Message } from './interaction.ts'
import { actions, blocksIf, button, hint, labelText, moment, section } from './views/block-kit.ts'
import { about, row, subjects } from './views/rows.ts'
import { aboutSignInLink, signInButton } from './views/sign-in-text.ts'

/** `sentence` is `sentenceFor(words, error)`, perhaps with a reference number. */
export function failureMessage(words: Words, sentence: string, error: unknown): Message {
  if (isBotError(error, 'sign_in_refused'))
    return { text: sentence, blocks: [section(sentence), again(words, error.facts.pendingAction)] }
  if (isBotError(error, 'label_in_use')) return withButtons(sentence, ...aboutLabel(words, error.facts))
  if (isBotError(error, 'rotation_under_way') && error.facts.state === 'approved') {
    return withButtons(sentence, button(words, buttons.showListedToken, error.facts.request))
  }
  if (isBotError(error, 'ask_invalid') && error.facts.replaces !== undefined) {
    return withButtons(sentence, button(words, buttons.rotateWithForm, error.facts.replaces))
  }
  if (isBotError(error, 'saved_already')) {
    const { tid } = error.facts
    return withButtons(sentence, button(words, buttons.rotateToken, tid), button(words, buttons.revokeToken, tid))
  }
  if (isBotError(error, 'nothing_to_renew')) {
    const cancel = button(words, buttons.cancelRequest, error.facts.request)
    return withButtons(sentence, cancel, button(words, buttons.newToken, 'new'))
  }
  if (isBotError(error, 'no_such_token')) {
    const hasNone = error.facts.words !== undefined && (error.facts.labels ?? []).length === 0
    return withButtons(
      sentence,
      hasNone ? button(words, buttons.newToken, 'new') : button(words, buttons.myTokens, 'mine'),
    )
  }
  if (isBotError(error, 'other_dremio_user')) return withButtons(sentence, button(words, buttons.newToken, 'new'))
  if (isBotError(error, 'old_token_works')) {
    const { tid, old, received } = error.facts
    return withButtons(
      sentence,
      received ? button(words, buttons.cutOldToken, old) : button(words, buttons.confirmReceipt, tid),
    )
  }
  if (isBotError(error, 'too_many_tokens'))
    return { text: sentence, blocks: [section(sentence), ...toMakeRoom(words, error.facts)] }
  if (!isBotError(error, 'sign_in_needed')) return { text: sentence }
  return {
    text: sentence,
    blocks: [section(sentence), actions(signInButton(words, error.facts)), hint(aboutSignInLink(words, error.facts))],
  }
}

function withButtons(sentence: string, ...elements: Parameters<typeof actions>): Message {
  return { text: sentence, blocks: [section(sentence), actions(...elements)] }
}

/** The possible actions on the token or request that has the label. */
function aboutLabel(words: Words, { token, request }: Facts['label_in_use']): Parameters<typeof actions> {
  const anotherToken = button(words, buttons.newToken, 'new')
  if (token) return [button(words, buttons.rotateToken, token.tid, 'primary'), anotherToken]
  if (request?.state === 'approved') return [button(words, buttons.showListedToken, request.id), anotherToken]
  return request?.state === 'pending'
    ? [button(words, buttons.cancelRequest, request.id), anotherToken]
    : [anotherToken]
}

function toMakeRoom(words: Words, { revocationCandidates, collecting }: Facts['too_many_tokens']): KnownBlock[] {
  const names = subjects(revocationCandidates.map(({ label }) => label))
  return [
    ...revocationCandidates.map(({ tid, label, expiresAt }, index) =>
      row(
        words.failures.revocable({ label: labelText(label), expires: moment(expiresAt) }),
        about(words, names[index] ?? '', button(words, buttons.revokeToken, tid)),
      ),
    ),
    ...blocksIf(!collecting, hint(words.failures.openRequestsCount)),
    actions(button(words, buttons.myTokens, 'mine')),
  ]
}

/** Offers the button that the person pressed before the sign-in. */
function again(words: Words, pendingAction: PendingAction | undefined) {
  return actions(
    pendingAction?.kind === 'claim'
      ? button(words, buttons.showListedToken, pendingAction.request, 'primary')
      : button(words, buttons.myTokens, 'mine', 'primary'),
  )
}
