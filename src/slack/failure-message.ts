// A failure as a message: its sentence, and the link or the buttons with which to go on: to sign in, to make room.
import type { KnownBlock } from '@slack/types'
import { type Facts, isBotError } from '../core/errors.ts'
import type { Wish } from '../core/sessions/sign-in.ts'
import { showToken } from './cards/claiming.ts'
import { cancelRequest } from './cards/request-buttons.ts'
import { newToken } from './cards/request-form.ts'
import { showListed } from './cards/request-list.ts'
import { revokeThis } from './cards/revoke-form.ts'
import { rotateAtLength, rotateThis } from './cards/rotation.ts'
import { aboutTheLink, signInLink } from './cards/sign-in-link.ts'
import { myTokens } from './cards/token-list.ts'
import type { Message } from './interaction.ts'
import { actions, blocksIf, button, hint, labelText, moment, section } from './views/block-kit.ts'

/** `sentence` is `sentenceFor(error)`, perhaps with a reference number. */
export function failureMessage(sentence: string, error: unknown): Message {
  if (isBotError(error, 'sign_in_refused'))
    return { text: sentence, blocks: [section(sentence), again(error.facts.wish)] }
  if (isBotError(error, 'label_in_use')) return withButtons(sentence, ...aboutLabel(error.facts))
  if (isBotError(error, 'rotation_under_way') && error.facts.state === 'approved') {
    return withButtons(sentence, button(showListed, 'Show token', error.facts.request, 'primary'))
  }
  if (isBotError(error, 'ask_invalid') && error.facts.rotates !== undefined) {
    return withButtons(sentence, button(rotateAtLength, 'Rotate', error.facts.rotates, 'primary'))
  }
  if (isBotError(error, 'saved_already')) {
    const { tid } = error.facts
    return withButtons(sentence, button(rotateThis, 'Rotate', tid), button(revokeThis, 'Revoke', tid))
  }
  if (isBotError(error, 'nothing_to_renew')) {
    const cancel = button(cancelRequest, 'Cancel request', error.facts.request)
    return withButtons(sentence, cancel, button(newToken, 'New token', 'new'))
  }
  if (isBotError(error, 'too_many_tokens'))
    return { text: sentence, blocks: [section(sentence), ...toMakeRoom(error.facts)] }
  if (!isBotError(error, 'sign_in_needed')) return { text: sentence }
  return {
    text: sentence,
    blocks: [section(sentence), actions(signInLink(error.facts)), hint(aboutTheLink(error.facts))],
  }
}

function withButtons(sentence: string, ...buttons: Parameters<typeof actions>): Message {
  return { text: sentence, blocks: [section(sentence), actions(...buttons)] }
}

/** What there is to do with the one that has the label. */
function aboutLabel({ token, request }: Facts['label_in_use']): Parameters<typeof actions> {
  const other = button(newToken, 'New token', 'new')
  if (token) return [button(rotateThis, 'Rotate', token.tid, 'primary'), other]
  if (request?.state === 'approved') return [button(showListed, 'Show token', request.id, 'primary'), other]
  return request?.state === 'pending' ? [button(cancelRequest, 'Cancel request', request.id), other] : [other]
}

function toMakeRoom({ couldGo, collecting }: Facts['too_many_tokens']): KnownBlock[] {
  return [
    ...couldGo.map(({ tid, label, expiresAt }) => ({
      ...section(`${labelText(label)} ends ${moment(expiresAt)}`),
      accessory: button(revokeThis, 'Revoke', tid),
    })),
    ...blocksIf(!collecting, hint('Requests that are not collected yet count as well: `/dremio-pat requests`')),
    actions(button(myTokens, 'My tokens', 'mine')),
  ]
}

/** What was pressed first, to be pressed again. */
function again(wish: Wish | undefined) {
  return actions(
    wish?.kind === 'claim'
      ? button(showToken, 'Show token', wish.request, 'primary')
      : button(myTokens, 'My tokens', 'mine', 'primary'),
  )
}
