// The pages in a browser for a sign-in that failed. `*…*` is bold, and `…` in backticks is typed.
import { duration } from './grammar.ts'
import { buttons } from './labels.ts'

const ownLink = 'If it’s your link, sign out of Dremio, get a new link in Slack, and sign in as yourself.'
const toLink = 'If that was you, ask a bot admin to link you.'
const ifAgain = 'Return to Slack and try again. If it happens again, tell a bot admin.'

export const pageFailures = {
  /** What to do next. */
  newLink: `For a new link, return to Slack and press *${buttons.showToken}* or type your command again.`,
  linkWorks: 'Your link still works. Wait a minute, then open it again in Slack.',
  linkMayWork: `Wait a minute, then open your link again in Slack. If it no longer works, press *${buttons.showToken}* or type your command again.`,
  later: `Wait a minute, then return to Slack and press *${buttons.showToken}* or type your command again.`,
  tellAdmin: 'Trying again won’t help. Please tell a bot admin.',
  nothingKept: 'Nothing was created, and nothing from this sign-in is kept.',
  notSignedIn: 'You couldn’t be signed in. Nothing was created.',
  /** A warning, set apart. */
  sentByOthers: '*Did someone send you this link?* Tell your security team.',
  sentByOthersForToken:
    '*Did someone send you this link?* Tell your security team. The sender may want a Dremio token in your name.',

  /** Titles of what is away or has trouble. */
  signInPageAway: 'The sign-in page isn’t responding',
  dremioAway: 'Dremio isn’t responding',
  dremioBusy: 'Dremio is busy',
  slackAway: 'Slack isn’t responding',
  storageAway: 'I’m having trouble right now',
  somethingAway: 'Something I need isn’t responding',
  storageUnusable: 'I can’t save anything right now',

  /** Failures of every other kind. */
  refused: {
    title: 'I can’t do that',
    what: 'What you asked for isn’t allowed or isn’t possible.',
    next: 'Return to Slack and try again there to see why.',
  },
  conflict: {
    title: 'This is already done',
    what: 'What this link was for is done or over.',
    next: 'Return to Slack to see what happened.',
  },
  missing: {
    title: 'I can’t find that',
    what: 'What this link was for no longer exists.',
    next: 'Return to Slack to see what happened.',
  },
  broken: { title: 'Something went wrong on my end', what: 'It’s not your fault.', next: ifAgain },

  linkUnknown: { title: 'This link doesn’t work', what: 'Part of it may be missing.' },
  linkUsed: {
    title: 'This link was already used',
    what: 'A link works once. If you just signed in, you’re done: go on in Slack.',
  },
  /** `life` is milliseconds. */
  linkLate: {
    title: 'This link is too old',
    what: ({ life }: { life: number }) => `Links work for ${duration(life)}.`,
  },

  declined: {
    title: 'You’re not signed in',
    what: 'You cancelled the sign-in, or you don’t have access. Nothing was created.',
    next: 'To try again, open the link in Slack. It still works.',
  },
  signInRefused: {
    title: 'The sign-in was refused',
    what: 'The page where you signed in didn’t let me finish. Nothing was created.',
    next: ifAgain,
  },
  unreadable: {
    title: 'Sign-in didn’t finish',
    what: 'Your browser came back with an incomplete answer. Nothing was created.',
    next: ifAgain,
  },
  exchangeRefused: {
    title: 'Dremio didn’t accept your company sign-in',
    what: 'Your company sign-in worked, but Dremio didn’t accept it. You may not have a Dremio user yet.',
    next: 'Ask a Dremio admin to add you. If you have a Dremio user already, tell a bot admin.',
  },

  personRefusedTitle: 'This Slack account can’t use this link',
  personRefused: {
    deleted: 'The Slack account this link was made for is deactivated.',
    bot: 'The Slack account this link was made for is a bot or a workflow. Those can’t get tokens.',
    guest: 'The Slack account this link was made for is a guest. Guests can’t get tokens.',
    stranger: 'The Slack account this link was made for belongs to another company’s workspace.',
    'foreign team': 'The Slack account this link was made for belongs to a workspace that I don’t serve.',
    'not joined': 'The Slack account this link was made for hasn’t joined this workspace yet.',
  },

  wrongAccountTitle: 'Wrong Dremio account',
  inDoubtTitle: 'I can’t tell whether this link is for you',
  mismatch: {
    'somebody else': { what: 'This link belongs to someone with a different Dremio account.', own: ownLink },
    'linked to another': {
      what: 'This link belongs to someone who’s linked to a different Dremio account.',
      own: `${ownLink} If your Dremio account is new, type \`/dremio-pat unlink\` in Slack first.`,
    },
    'assigned to another': {
      what: 'This link belongs to someone who was linked to a different Dremio account by a bot admin.',
      own: `${ownLink} If the other account is wrong, ask a bot admin to change it.`,
    },
    taken: {
      what: 'This Dremio account is linked to a different Slack user.',
      own: `${ownLink} If you did sign in as yourself, ask a bot admin to unlink the other Slack user.`,
    },
    'several users': {
      what: 'Several Dremio users have the email address of the person who asked for this link.',
      own: toLink,
    },
    'email changed': {
      what: 'The person who asked for this link was linked to Dremio with a different Slack email address.',
      own: 'If that was you and the new address is right, type `/dremio-pat unlink` in Slack, then `/dremio-pat link`.',
    },
    'nobody named': {
      what: 'Dremio didn’t say who signed in.',
      own: 'If it’s your link, sign out of Dremio and get a new link in Slack. If it happens again, tell a bot admin.',
    },
    'not told': {
      what: 'Dremio didn’t say which user has the email address of the person who asked for this link.',
      own: toLink,
    },
    hidden: { what: 'I can’t see the Slack email address of the person who asked for this link.', own: toLink },
    unconfirmed: {
      what: 'The person who asked for this link hasn’t confirmed their email address in Slack.',
      own: 'If that was you, confirm it in Slack, then get a new link there.',
    },
    'confirmation unknown': {
      what: 'Slack doesn’t say whether the person who asked for this link has confirmed their email address.',
      own: toLink,
    },
    unusable: {
      what: 'The email address of the person who asked for this link has characters that I can’t look up in Dremio.',
      own: toLink,
    },
    'foreign domain': {
      what: 'The email address of the person who asked for this link isn’t from an allowed domain.',
      own: 'If that was you, ask a bot admin.',
    },
  },
}
