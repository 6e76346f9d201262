// The page for a person who signed in but is not recognized as the one who asked in Slack.
import type { Mismatch } from '../core/people/identity-refusals.ts'
import { type Html, html } from './html.ts'
import type { Page } from './page.ts'

/**
 * Two people may read this page: the person who asked, signed in with the wrong account; or a person to whom the link
 * was forwarded, so that they sign in for another one. The page has to help the first and warn the second, and must not
 * tell either the other's name.
 */
export function mismatchPage(because: Mismatch): Page {
  const { what, own } = mismatches[because]
  return {
    mark: 'attention',
    title: doubts.has(because)
      ? 'I cannot tell whether this link is for you'
      : 'This link is not for the account you signed in with',
    paragraphs: [what, html`Nothing was made, and nothing of this sign-in is kept.`, own],
    note: html`<strong>Did somebody send you this link?</strong> Then tell your security people: whoever sent it may want a Dremio
      token in your name.`,
  }
}

const ASKED = 'whoever asked for this link in Slack'

const mismatches: { readonly [M in Mismatch]: { what: Html; own: Html } } = {
  'somebody else': {
    what: html`It was made for somebody in Slack who has another Dremio account than the one you signed in with.`,
    own: html`If it was your own link, sign out of Dremio, get a new link in Slack, and sign in as yourself.`,
  },
  'linked to another': {
    what: html`It was made for somebody in Slack who is linked to another Dremio account than the one you signed in with.`,
    own: html`If it was your own link, sign out of Dremio, get a new link in Slack, and sign in as yourself. If
      your Dremio account is a new one, type <code>/dremio-pat unlink</code> in Slack first.`,
  },
  'assigned to another': {
    what: html`It was made for somebody in Slack whom a bot admin linked to another Dremio account than the one you signed in
      with.`,
    own: html`If it was your own link, sign out of Dremio, get a new link in Slack, and sign in as yourself. If the
      other account is wrong, ask a bot admin to change it.`,
  },
  taken: {
    what: html`It was made for somebody else in Slack than the one to whom the Dremio account that you signed in with is
      linked.`,
    own: html`If it was your own link, sign out of Dremio, get a new link in Slack, and sign in as yourself. If
      you did sign in as yourself, ask an administrator to end the other link.`,
  },
  'several users': {
    what: html`Dremio has more than one user with the e-mail address of ${ASKED}, and I do not guess.`,
    own: html`If it was you, ask an administrator to link you by hand.`,
  },
  'email changed': {
    what: html`The Slack e-mail address of ${ASKED} is not the one by which they were linked to Dremio.`,
    own: html`If it was you and the new address is right, type <code>/dremio-pat unlink</code> in Slack, then
      <code>/dremio-pat link</code>.`,
  },
  'nobody named': {
    what: html`Dremio did not say who signed in.`,
    own: html`If it was your own link, sign out of Dremio and get a new link in Slack. If this happens twice, tell
      an administrator.`,
  },
  'not told': {
    what: html`Dremio did not tell me which of its users has the e-mail address of ${ASKED}.`,
    own: html`If it was you, ask an administrator to link you by hand.`,
  },
  hidden: {
    what: html`I cannot see the e-mail address of ${ASKED}.`,
    own: html`If it was you, ask an administrator to link you by hand.`,
  },
  unconfirmed: {
    what: html`The e-mail address of ${ASKED} is not confirmed there.`,
    own: html`If it was you, confirm it in Slack, then get a new link there.`,
  },
  'confirmation unknown': {
    what: html`Slack doesn't say whether the email address of ${ASKED} is confirmed.`,
    own: html`If it was you, ask a bot admin to link you.`,
  },
  unusable: {
    what: html`The e-mail address of ${ASKED} has characters that I cannot look up at Dremio.`,
    own: html`If it was you, ask an administrator to link you by hand.`,
  },
  'foreign domain': {
    what: html`The e-mail address of ${ASKED} is not from a domain that counts here.`,
    own: html`If it was you, ask an administrator.`,
  },
}

/** Mismatches where the account's owner is unknown, rather than known to be another person. */
const doubts: ReadonlySet<Mismatch> = new Set<Mismatch>([
  'several users',
  'email changed',
  'nobody named',
  'not told',
  'hidden',
  'unconfirmed',
  'confirmation unknown',
  'unusable',
  'foreign domain',
])
