// The link with which one person signs in to Dremio, wherever it is offered: it opens a page by itself.
import type { Button as ButtonElement } from '@slack/types'
import type { SignInOffer } from '../../core/sessions/sign-in.ts'
import { LONGEST_BUTTON, moment, plain } from '../views/block-kit.ts'

/** By which its press is known: Slack reports it as well, and there is nothing to do. */
export const SIGN_IN_LINK = 'sign-in.link'
const LABEL = 'Sign in to Dremio'

export function signInLink({ url }: SignInOffer): ButtonElement {
  return { type: 'button', action_id: SIGN_IN_LINK, text: plain(LABEL, LONGEST_BUTTON), url, style: 'primary' }
}

/** What to know before pressing it. */
export function aboutTheLink({ until }: SignInOffer): string {
  return `The link is for you alone and works once, until ${moment(until)}.`
}
