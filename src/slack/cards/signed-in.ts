// What is said in the direct messages once somebody has signed in to Dremio, with a button to go on from where they were.
import type { SignedInAs } from '../../core/messenger.ts'
import type { Wish } from '../../core/sessions/sign-in.ts'
import type { Message } from '../interaction.ts'
import { actions, button, labelText, moment, section } from '../views/block-kit.ts'
import { menuButtons } from './menu.ts'
import { myTokens } from './token-list.ts'

export function signedInMessage(as: SignedInAs, wish: Wish): Message {
  const { text, shown } = signedIn(as)
  const next = wish.kind === 'list' ? actions(button(myTokens, 'My tokens', 'mine', 'primary')) : menuButtons()
  return { text, blocks: [section(`${shown}${words[wish.kind]}`), next] }
}

/** `text` without formatting, `shown` with it and with the time. */
export function signedIn({ dremioName, until }: SignedInAs): { text: string; shown: string } {
  const as = dremioName === '' ? '' : ` as ${labelText(dremioName)}`
  const text = `You are signed in to Dremio${as}`
  return { text: `${text}.`, shown: `${text}, until ${moment(until)}.` }
}

const words: { readonly [K in Wish['kind']]: string } = {
  list: ' Here is the way to all of your tokens, also those that were made elsewhere:',
  link: ' I know now which Dremio user you are; `/dremio-pat whoami` shows it.',
  claim: ' Your request has moved on meanwhile, so there is nothing left to collect.',
  revoke: '',
  return: '',
  rotate: '',
}
