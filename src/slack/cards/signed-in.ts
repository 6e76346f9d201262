// What is said in the direct messages once somebody has signed in to Dremio, with a button to go on from where they were.
import type { SignedInAs } from '../../core/messenger.ts'
import type { PendingAction } from '../../core/sessions/sign-in.ts'
import type { Message } from '../surface.ts'
import { menuButtons } from './menu.ts'
import { actions, button, moment, named, section } from './text.ts'
import { myTokens } from './token-list.ts'

export function signedInMessage(as: SignedInAs, pendingAction: PendingAction): Message {
  const { text, shown } = signedIn(as)
  const next = pendingAction.kind === 'list' ? actions(button(myTokens, 'My tokens', 'mine', 'primary')) : menuButtons()
  return { text, blocks: [section(`${shown}${words[pendingAction.kind]}`), next] }
}

/** `text` without formatting, `shown` with it and with the time. */
export function signedIn({ dremioName, until }: SignedInAs): { text: string; shown: string } {
  const as = dremioName === '' ? '' : ` as ${named(dremioName)}`
  const text = `You are signed in to Dremio${as}`
  return { text: `${text}.`, shown: `${text}, until ${moment(until)}.` }
}

const words: { readonly [K in PendingAction['kind']]: string } = {
  list: ' Here is the way to all of your tokens, also those that were made elsewhere:',
  link: ' I know now which Dremio user you are; `/dremio-pat whoami` shows it.',
  claim: ' Your request has moved on meanwhile, so there is nothing left to collect.',
  revoke: '',
  return: '',
  rotate: '',
}
