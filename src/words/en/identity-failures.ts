// Why a person, an address, a sign-in or a link is not accepted.
import type { Facts } from '../../core/errors.ts'
import { noSuchGroups } from './grammar.ts'

const email = {
  hidden: 'I can’t see your email address in Slack. Ask a bot admin to link you.',
  unconfirmed: 'Your Slack email address isn’t confirmed. Confirm it, then try again.',
  'confirmation unknown': 'Slack doesn’t say whether your email address is confirmed. Ask a bot admin to link you.',
  unusable: 'I can’t look up your email address in Dremio because of its characters. Ask a bot admin to link you.',
  'foreign domain': 'Your email address isn’t from a domain that’s accepted here. Ask a bot admin.',
} satisfies Record<Facts['email_refused']['because'], string>

const emailChanged =
  'Your Slack email address isn’t the one you were linked with. If the new one is right, run `/dremio-pat unlink`, then `/dremio-pat link`.'
const userTaken =
  'That Dremio user is linked to another Slack account. A bot admin can remove that link with `/dremio-pat admin unlink @person`.'

export const identityFailures = {
  person: {
    deleted: 'Your Slack account is deactivated.',
    bot: 'Bots and workflows can’t get tokens.',
    guest: 'Guests can’t get tokens. Ask the person who invited you.',
    stranger: 'You belong to another company’s workspace, so you can’t get tokens here.',
    'foreign team': 'You belong to a workspace that isn’t served here.',
    'not joined': 'You haven’t joined this workspace yet.',
  } satisfies Record<Facts['person_refused']['because'], string>,
  /** For a bot admin, about somebody else. */
  otherPerson: ({ who, because }: { who: string; because: Facts['person_refused']['because'] }) =>
    otherPerson[because](who),
  delegate: ({ who, because }: { who: string; because: Facts['person_refused']['because'] }) =>
    `${otherPerson[because](who)} Choose someone else.`,
  noSuchPerson: ({ words }: { words: string }) =>
    `I can’t find “${words}”. Mention the person with @, for example @ana.`,
  notBotAdmin: 'Only bot admins can do that.',
  /** Groups (ids) that are to be bot admins, and that Slack does not have. */
  notBotAdminWithoutGroup: ({ groups }: { groups: readonly string[] }) =>
    `Only bot admins can do that. If you were one: ${noSuchGroups(groups)} in Slack anymore. Tell the people who run this bot.`,

  email,
  emailChanged,
  noDremioUser: ({ email }: { email: string }) =>
    `There’s no active Dremio user with your email ${email}. Ask a Dremio admin to add you, then try again.`,
  noDremioUserOf: ({ email }: { email: string }) => `There’s no active Dremio user with the email ${email}.`,
  severalDremioUsers: ({ email }: { email: string }) =>
    `Dremio has more than one user with your email ${email}. Ask a bot admin to link you.`,
  severalDremioUsersOf: ({ email }: { email: string }) =>
    `Dremio has more than one user with the email ${email}. Use the Dremio user ID instead.`,
  dremioUserIdNeeded: 'I can’t look up Dremio users by email with this setup. Use the Dremio user ID instead.',
  userTaken,
  notLinked: 'You aren’t linked to a Dremio user. Run `/dremio-pat link`, or ask a bot admin to link you.',
  otherNotLinked: ({ who }: { who: string }) => `${who} isn’t linked to a Dremio user.`,

  ownLink: 'You can’t link yourself here. Ask another bot admin.',
  noSecondAdmin: ({ groups }: { groups: readonly string[] }) =>
    `Another bot admin has to confirm this link, and there’s none, because ${noSuchGroups(groups)}. Nothing changed. Tell the people who run this bot: they can correct \`ADMINS\`.`,
  confirmOwnRequest: 'You asked for this link, so another bot admin has to confirm it.',
  confirmOwnLink: 'This is about your own link, so another bot admin has to confirm it.',
  linkLapsed: 'This link has lapsed, so nothing changed.',
  linkWithdrawn: 'The person who asked for this link isn’t a bot admin anymore, so nothing changed.',
  linkDeclined: ({ by = 'Someone' }: { by?: string }) => `${by} already declined this.`,
  linkConfirmed: ({ by = 'Someone' }: { by?: string }) => `${by} already confirmed this.`,
  linkTaken: ({ by = 'Someone' }: { by?: string }) =>
    `${by} confirmed this, but someone else is linked to that Dremio user, so nothing changed.`,

  notSignedIn: 'You aren’t signed in to Dremio. Try again, and sign in when I ask.',
  sessionRefused: 'Your Dremio sign-in has ended. Try again, and sign in when I ask.',
  signInNeeded: 'Sign in to Dremio to continue.',
  signInFailed: {
    declined: 'You aren’t signed in, because the sign-in was cancelled. Try again for a new link.',
    refused: 'You aren’t signed in, because the sign-in page refused. Try again for a new link.',
    unreadable: 'You aren’t signed in, because the sign-in didn’t finish. Try again for a new link.',
  } satisfies Record<Facts['sign_in_failed']['because'], string>,
  /** For the person whose link it was; the page has the text for the person who signed in. */
  signInRefused: ({ because }: { because: Facts['sign_in_refused']['because'] }) => signInRefused[because],
  linkUsed: 'That link was already used. Try again for a new one.',
  linkOver: 'That link no longer works. Try again for a new one.',
  issuer: {
    administrator: 'You’re a Dremio admin, and this bot never acts for Dremio admins. Create your token in Dremio.',
    'deny list': 'This bot isn’t allowed to act for your Dremio user. Create your token in Dremio.',
    'roles unknown':
      'I can’t tell whether you’re a Dremio admin, and this bot never acts for Dremio admins. Create your token in Dremio.',
    'name unknown':
      'I don’t know your Dremio user name. Run `/dremio-pat unlink`, then `/dremio-pat link`. If a bot admin linked you, ask them to use your Dremio email address.',
  } satisfies Record<Facts['issuer_refused']['because'], string>,
}

const otherPerson: Record<Facts['person_refused']['because'], (who: string) => string> = {
  deleted: (who) => `${who}’s account is deactivated.`,
  bot: (who) => `${who} is a bot or a workflow.`,
  guest: (who) => `${who} is a guest.`,
  stranger: (who) => `${who} belongs to another company’s workspace.`,
  'foreign team': (who) => `${who} belongs to a workspace that isn’t served here.`,
  'not joined': (who) => `${who} hasn’t joined this workspace yet.`,
}

const nothingCreated = (because: string) => `The sign-in was refused, so nothing was created. ${because}`

const signInRefused: Record<Facts['sign_in_refused']['because'], string> = {
  hidden: nothingCreated(email.hidden),
  unconfirmed: nothingCreated(email.unconfirmed),
  'confirmation unknown': nothingCreated(email['confirmation unknown']),
  unusable: nothingCreated(email.unusable),
  'foreign domain': nothingCreated(email['foreign domain']),
  'somebody else':
    'Someone used your link with a different Dremio account, so it was refused and nothing was created. Was it you? Sign out of Dremio and try again. If not, tell your security team.',
  'several users': nothingCreated(
    'Dremio has more than one user with your email address. Ask a bot admin to link you.',
  ),
  'linked to another': nothingCreated(
    'You’re linked to a different Dremio user. Sign in as that user, or run `/dremio-pat unlink` first.',
  ),
  'assigned to another': nothingCreated(
    'A bot admin linked you to a different Dremio user. Sign in as that user, or ask a bot admin to change the link.',
  ),
  taken: nothingCreated(userTaken),
  'email changed': nothingCreated(emailChanged),
  'nobody named': nothingCreated('Dremio didn’t say who signed in. Ask a bot admin.'),
  'not told': nothingCreated('Dremio doesn’t let me see whose account that is. Ask a bot admin to link you.'),
}
