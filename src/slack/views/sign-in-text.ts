// The texts on signing in to Dremio that several views share: the link, and the user who is signed in.
import type { Button } from '@slack/types'
import type { SignedInAs } from '../../core/messenger.ts'
import type { SignInOffer } from '../../core/sessions/sign-in.ts'
import { signInLink } from '../action-catalog.ts'
import { LONGEST_BUTTON, labelText, moment, plain } from './block-kit.ts'

export function signInButton({ url }: SignInOffer): Button {
  const { id, label, style } = signInLink
  return { type: 'button', action_id: id, text: plain(label, LONGEST_BUTTON), url, style }
}

/** Shown beside the link. */
export function aboutSignInLink({ until }: SignInOffer): string {
  return `The link is for you alone and works once, until ${moment(until)}.`
}

/** `text` is without formatting, `shown` with it and with the time. */
export function signedInText({ dremioName, until }: SignedInAs): { text: string; shown: string } {
  const as = dremioName === '' ? '' : ` as ${labelText(dremioName)}`
  const text = `You are signed in to Dremio${as}`
  return { text: `${text}.`, shown: `${text}, until ${moment(until)}.` }
}
