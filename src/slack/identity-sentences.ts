// The parts of sentences that say why a person, an address or a sign-in is not accepted.
import type { Facts } from '../core/errors.ts'
import { mention } from './views/block-kit.ts'

export const refusals: Record<Facts['person_refused']['because'], string> = {
  deleted: 'this Slack account is deactivated.',
  bot: 'bots and workflows do not get tokens.',
  guest: 'guests do not get tokens. Ask whoever invited you.',
  stranger: 'you belong to another company’s workspace.',
  'foreign team': 'you belong to another workspace than those I serve.',
  'not joined': 'you have not joined this workspace yet.',
}

/** The same, for an administrator about another person. */
export const othersRefusals: Record<Facts['person_refused']['because'], string> = {
  deleted: 'is a deactivated account.',
  bot: 'is a bot or a workflow.',
  guest: 'is a guest.',
  stranger: 'belongs to another company’s workspace.',
  'foreign team': 'belongs to another workspace than those I serve.',
  'not joined': 'has not joined this workspace yet.',
}

export const emailRefusals: Record<Facts['email_refused']['because'], string> = {
  hidden: 'I cannot see your e-mail address. Ask an administrator to link you by hand.',
  unconfirmed: 'Your Slack e-mail address is not confirmed. Confirm it, then try again.',
  'confirmation unknown':
    "Slack doesn't say whether your email address is confirmed. Ask a bot admin to link you: `/dremio-pat admin link`.",
  unusable:
    'Your e-mail address has characters that I cannot look up at Dremio. Ask an administrator to link you by hand.',
  'foreign domain': 'Your e-mail address is not from a domain that counts here. Ask an administrator.',
}

export const signInFailures: Record<Facts['sign_in_failed']['because'], string> = {
  declined: 'the sign-in was cancelled.',
  refused: 'the sign-in page refused.',
  unreadable: 'I could not read what the sign-in page answered.',
}

/** For the person in Slack whose link it was; the page has the text for the person who signed in. */
export const mismatches: Record<Facts['sign_in_refused']['because'], string> = {
  ...emailRefusals,
  'somebody else':
    'Somebody signed in through your link with a Dremio user that does not have your Slack e-mail address. If it was you, sign out of Dremio and try again. If you gave the link to nobody, tell your security team.',
  'several users':
    'Dremio has more than one user with your e-mail address, and I do not guess. Ask an administrator to link you by hand.',
  'linked to another':
    'You are linked to another Dremio user than the one who signed in. Sign in as that one, or type `/dremio-pat unlink` first.',
  'assigned to another':
    'A bot admin linked you to another Dremio user than the one who signed in. Sign in as that one, or ask a bot admin to change it.',
  taken:
    'That Dremio user is linked to another Slack account already. An administrator can end the other link with `/dremio-pat admin unlink @person`.',
  'email changed':
    'Your Slack e-mail address is not the one by which you were linked to Dremio. If the new one is right, type `/dremio-pat unlink`, then `/dremio-pat link`.',
  'nobody named': 'Dremio did not say who signed in, so I cannot tell whether it was you. Ask an administrator.',
  'not told': 'Dremio does not let me see whose account that is. Ask an administrator to link you by hand.',
}

export const issuerRefusals: Record<Facts['issuer_refused']['because'], string> = {
  administrator:
    'you are an administrator at Dremio, and this bot never acts for one. Sign in to Dremio itself for a token.',
  'deny list': 'this bot is told never to act for your Dremio user. Sign in to Dremio itself for a token.',
  'roles unknown':
    'Dremio does not say whether you are an administrator there, and this bot never acts for one. Sign in to Dremio itself for a token.',
  'name unknown':
    "I don't know your Dremio user name. Type `/dremio-pat unlink`, then `/dremio-pat link`. If a bot admin linked you, ask them to do it by your Dremio email address.",
}

export function linkOver(
  state: Facts['link_confirmation_over']['state'],
  by: Facts['link_confirmation_over']['by'],
): string {
  const who = by === undefined ? 'Somebody' : mention(by)
  if (state === 'lapsed' || state === 'pending') return 'Too late: this link has lapsed. Nothing changed.'
  if (state === 'withdrawn') return "Too late: whoever asked for this link isn't a bot admin anymore. Nothing changed."
  return state === 'declined' ? `${who} declined this already.` : `${who} confirmed this already.`
}
