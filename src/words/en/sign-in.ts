// Signing in to Dremio: the link, and who is signed in.

export const signIn = {
  /** Beside the link. */
  aboutLink: ({ until }: { until: string }) => `The link is only for you and works once, until ${until}.`,
  /** In a form with such a link, afterwards. */
  promptOver: 'You’re signed in to Dremio. You can close this. The details are in your messages with me.',
  /** `name` is the Dremio user, if known. */
  signedIn: ({ name, until }: { name?: string; until?: string }) =>
    `You’re signed in to Dremio${name === undefined ? '' : ` as ${name}`}${until === undefined ? '' : ` until ${until}`}.`,
}
