// Links between people and Dremio users that a bot admin makes, and that another one may have to confirm.
import { allOf } from './grammar.ts'

/** `person` and `by` are mentions; `user` is the Dremio user as people know them. */
interface Link {
  person: string
  user: string
}

/** What the bot knows of the user's address: none, or one that isn't the person's. */
interface Address {
  hasEmail: boolean
}

function confirmation(decidedBy: string | undefined): string {
  return decidedBy === undefined ? 'There’s no other bot admin to confirm it.' : `${decidedBy} confirmed it.`
}

export const links = {
  titles: {
    pending: 'Confirm a link',
    confirmed: 'Link confirmed',
    declined: 'Link declined',
    lapsed: 'Link lapsed',
    failed: 'Link failed',
    withdrawn: 'Link withdrawn',
  },
  notification: ({ title, by, person, user, isOpen }: Link & { title: string; by: string; isOpen: boolean }) =>
    `${title}: ${by} ${isOpen ? 'wants' : 'wanted'} to link ${person} to the Dremio user ${user}`,
  wants: ({ by, person }: { by: string; person: string }) => `${by} wants to link ${person} to a Dremio user.`,
  wanted: ({ by, person }: { by: string; person: string }) => `${by} wanted to link ${person} to a Dremio user.`,
  user: ({ user }: { user: string }) => `Dremio user: ${user}`,
  email: ({ email }: { email?: string | undefined }) =>
    email === undefined ? 'Email address: Dremio doesn’t say' : `Email address: ${email}`,
  userId: ({ uid }: { uid: string }) => `User ID: ${uid}`,
  caution: ({ person, hasEmail }: { person: string } & Address) =>
    `${hasEmail ? `The address isn’t ${person}’s confirmed Slack address.` : 'I can’t check whose user this is.'} Confirm only if you know that this is their Dremio user: they can create tokens with its permissions.`,
  firstCounts: ({ when }: { when: string }) => `The first decision counts. If nobody decides by ${when}, it lapses.`,

  outcome: {
    confirmed: ({ by, when }: { by: string; when: string }) => `Confirmed by ${by} ${when}.`,
    declined: ({ by, when }: { by: string; when: string }) => `Declined by ${by} ${when}. Nothing changed.`,
    failed: ({ by, when }: { by: string; when: string }) =>
      `Confirmed by ${by} ${when}, but another Slack account is linked to that Dremio user. Nothing changed.`,
    withdrawn: ({ asker }: { asker: string }) => `${asker} isn’t a bot admin anymore, so nothing changed.`,
    lapsed: ({ person }: { person: string }) => `Nobody confirmed it in time. ${person}’s link didn’t change.`,
  },

  /** For the bot admin who asked. */
  confirmed: ({ person, user, decidedBy }: Link & { decidedBy: string }) =>
    `${decidedBy} confirmed: ${person} is now linked to the Dremio user ${user}.`,
  declined: ({ person, user, decidedBy }: Link & { decidedBy: string }) =>
    `${decidedBy} declined to link ${person} to the Dremio user ${user}. Nothing changed.`,
  failed: ({ person, user }: Link) =>
    `I couldn’t link ${person}: the Dremio user ${user} is linked to another Slack account. Remove that link with \`/dremio-pat admin unlink @person\`, then ask again.`,
  withdrawn: ({ person, user }: Link) =>
    `You asked to link ${person} to the Dremio user ${user}. You aren’t a bot admin anymore, so nothing changed.`,
  lapsed: ({ person, user }: Link) =>
    `Nobody confirmed the link of ${person} to the Dremio user ${user}. Nothing changed. You can ask again: \`/dremio-pat admin link\``,
  needsConfirmation: ({ person, hasEmail }: { person: string } & Address) =>
    `Another bot admin has to confirm this. ${hasEmail ? `That user’s address isn’t ${person}’s confirmed Slack address.` : 'Dremio doesn’t say whose address that user has.'}`,
  unasked: ({ admins, isNobodyLeft }: { admins: readonly string[]; isNobodyLeft: boolean }) =>
    isNobodyLeft
      ? `Slack doesn’t let me message ${allOf(admins)}, so nobody can confirm it. Tell the people who run this bot.`
      : `Slack doesn’t let me message ${allOf(admins)}.`,
  asked: ({ admins, when }: { admins: readonly string[]; when: string }) =>
    `I asked ${allOf(admins)}, and I’ll message you. If nobody decides by ${when}, it lapses.`,
  linked: ({ person, user }: Link) => `${person} is now linked to the Dremio user ${user}.`,
  told: ({ person, hasEmail }: { person: string } & Address) =>
    hasEmail
      ? `There’s no other bot admin to confirm it, so I told ${person} and anyone with that user’s address in Slack.`
      : `There’s no other bot admin to confirm it, so I told ${person}.`,

  /** For the person who is linked. */
  youWereLinked: ({
    by,
    user,
    decidedBy,
    hasEmail,
  }: { by: string; user: string; decidedBy?: string | undefined } & Address) =>
    `${by} linked you to the Dremio user ${user}. ${confirmation(decidedBy)} ${hasEmail ? 'Its email address isn’t your confirmed Slack address.' : 'Dremio doesn’t say whose it is.'} If it isn’t yours, tell your security team.`,
  /** For the person in Slack who has the Dremio user's address. */
  yourAddressWasLinked: ({ by, person, user, decidedBy }: Link & { by: string; decidedBy?: string | undefined }) =>
    `${by} linked ${person} to the Dremio user ${user}, which has your email address. ${confirmation(decidedBy)} ${person} can now create tokens with its permissions. If you didn’t expect this, tell your security team.`,
}
