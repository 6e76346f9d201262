// The pages in a browser after a sign-in: what is done, and what is still open. `*…*` is bold, and `…` in backticks is typed.
import { buttons } from './labels.ts'

const pressShow = `Return to Slack and press *${buttons.showToken}*.`
const signedInTitle = 'You’re signed in'

export const pages = {
  /** BCP 47. */
  language: 'en',
  returnToSlack: 'Return to Slack',
  footer: 'From */dremio-pat*, the Slack bot for Dremio tokens',

  signedIn: ({ name }: { name?: string | undefined }) =>
    name === undefined ? 'You’re signed in to Dremio.' : `Signed in to Dremio as ${name}.`,
  /** `because` is the title of another page. */
  unfinished: ({ because }: { because: string }) => `I couldn’t finish. ${because}.`,
  tooManyReturns: 'This request is closed. Return to Slack and request a new token.',
  messageRefused:
    'It’s done, but Slack doesn’t let me message you. Ask a bot admin to fix that. `/dremio-pat requests` shows how it stands.',

  claim: { title: signedInTitle, next: pressShow },
  claimOpen: { title: signedInTitle, next: pressShow },
  claimGone: { title: 'There’s no token to get', next: 'Return to Slack to see what happened to your request.' },
  list: { title: signedInTitle, next: `Return to Slack and press *${buttons.myTokens}*.` },
  listOpen: { title: 'Your tokens aren’t listed yet', next: 'Return to Slack and type `/dremio-pat list` again.' },
  rotate: { title: 'Replacement requested', next: 'Return to Slack to see what’s next.' },
  rotateOpen: { title: 'Replacement not requested', next: `Return to Slack and press *${buttons.rotate}* again.` },
  link: { title: 'You’re linked', next: 'I know your Dremio user now. Return to Slack to go on.' },
  linkOpen: { title: 'You’re not linked yet', next: 'Return to Slack and type `/dremio-pat link` again.' },
  revoke: { title: 'Your token is revoked', next: 'It no longer works. You can close this page.' },
  revokeOpen: { title: 'Your token may still work', next: 'Return to Slack and revoke it again.' },
  revokeAll: { title: 'Your tokens are revoked', next: 'They no longer work. You can close this page.' },
  revokeAllOpen: { title: 'Your tokens may still work', next: 'Return to Slack and revoke them again.' },
  return: {
    title: 'The token you didn’t get is revoked',
    next: `Press *${buttons.showToken}* in Slack for a new one.`,
  },
  returnOpen: {
    title: 'The token you didn’t get may still work',
    next: `Return to Slack and press *${buttons.reportMissing}* again.`,
  },
}
