// The texts on signing in to Dremio that several views share: the link, and the user who is signed in.
import type { Button } from '@slack/types'
import type { SignedInAs } from '../../core/messenger.ts'
import type { SignInOffer } from '../../core/sessions/sign-in.ts'
import type { Words } from '../../words/words.ts'
import { signInLink } from '../action-catalog.ts'
import { LONGEST_BUTTON, labelText, moment, plain } from './block-kit.ts'

export function signInButton({ labels }: Words, { url }: SignInOffer): Button {
  const { id, label, style } = signInLink
  return { type: 'button', action_id: id, text: plain(labels.buttons[label], LONGEST_BUTTON), url, style }
}

/** Shown beside the link. */
export function aboutSignInLink(words: Words, { until }: SignInOffer): string {
  return words.signIn.aboutLink({ until: moment(until) })
}

/** `text` is for notifications, `shown` also has the time. */
export function signedInText(words: Words, { dremioName, until }: SignedInAs): { text: string; shown: string } {
  const name = dremioName === '' ? {} : { name: labelText(dremioName) }
  return { text: words.signIn.signedIn(name), shown: words.signIn.signedIn({ ...name, until: moment(until) }) }
}
