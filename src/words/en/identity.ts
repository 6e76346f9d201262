// Which Dremio user somebody is linked to, and that they signed in.

/** `user` is the name or id of the Dremio user. */
interface Linked {
  user?: string
  since: string
}

const linkedTo = ({ user }: Linked) => (user === undefined ? 'a Dremio user' : `the Dremio user ${user}`)
const onlyAdmins = 'Only a bot admin can link you to another Dremio user.'

export const identity = {
  linkedBySignIn: (link: Linked) => `You’re linked to ${linkedTo(link)} (verified by sign-in, ${link.since}).`,
  linkedByEmail: ({ email, ...link }: Linked & { email: string }) =>
    `You’re linked to ${linkedTo(link)} (by your email ${email}, ${link.since}).`,
  linkedByAdmin: ({ by, ...link }: Linked & { by: string }) =>
    `You’re linked to ${linkedTo(link)} (linked by ${by}, ${link.since}).`,
  userId: ({ uid }: { uid: string }) => `User ID: \`${uid}\``,
  howToUnlink: '`/dremio-pat unlink` removes the link. Your tokens aren’t affected.',
  howToUnlinkAssigned: `\`/dremio-pat unlink\` removes the link for now. Your tokens aren’t affected. ${onlyAdmins}`,
  notLinked: 'You aren’t linked to a Dremio user yet. Run `/dremio-pat link`, or just ask for a token.',
  /** A bot admin made a link, and the person removed it. */
  assigned: ({ user, by }: { user: string; by: string }) =>
    `You aren’t linked right now. ${by} linked you to ${user}: \`/dremio-pat link\` or your next request restores that. ${onlyAdmins}`,
  unlinked: ({ user }: { user: string }) => `You’re no longer linked to ${user}. Your tokens aren’t affected.`,
  unlinkedAssigned: ({ user, by }: { user: string; by: string }) =>
    `You’re no longer linked to ${user}. Your tokens aren’t affected. ${by} made this link, so \`/dremio-pat link\` or your next request restores it. ${onlyAdmins}`,

  /** After a sign-in: what became of the thing that needed it. */
  afterSignIn: {
    list: 'See all of your tokens now, also those created in Dremio:',
    link: 'You’re linked to your Dremio user now: `/dremio-pat whoami`',
  },
}
