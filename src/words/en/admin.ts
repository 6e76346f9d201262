// What bot admins can type after `admin`, and the answers that only they read.

interface AdminCommandHelp {
  /** The arguments: `@person`. */
  usage: string
  /** One line for the list. */
  summary: string
  /** The words on its button in the list, where it needs no further words. */
  button?: string
}

/** By the word that bot admins type, in the order of the list in `src/slack/subcommands/admin/list.ts`. */
const commands = {
  tokens: {
    usage: '[@person] [label or filter]',
    summary: 'everybody’s tokens: filter them, export them',
    button: 'All tokens',
  },
  show: { usage: '@person', summary: 'all about someone, with buttons for what you can do' },
  outstanding: {
    usage: '',
    summary: 'tokens that should be revoked but aren’t',
    button: 'Outstanding',
  },
  list: { usage: '@person', summary: 'someone’s tokens' },
  story: { usage: 'id', summary: 'who asked for a token, who approved it and why, and what became of it' },
  revoke: {
    usage: '@person [label or id | all]',
    summary: 'on Software: revoke one or all of someone’s tokens',
  },
  link: { usage: '@person email-or-dremio-user-id', summary: 'link someone to a Dremio user' },
  unlink: { usage: '@person', summary: 'unlink them' },
  policy: {
    usage: '',
    summary: 'the rules in use; preview another policy file',
    button: 'Policy',
  },
} satisfies Record<string, AdminCommandHelp>

export const admin = {
  commands,
  /** Above the list. */
  title: 'For bot admins',
  line: ({ usage, summary }: { usage: string; summary: string }) => `${usage}\n${summary}`,
  /** For a word that isn’t in the list. A word that may be a secret is not repeated. */
  unknown: ({ word, nearest }: { word?: string; nearest?: string }) =>
    [
      word === undefined ? 'I don’t know that admin command.' : `I don’t know the admin command “${word}”.`,
      ...(nearest === undefined ? [] : [`Did you mean \`${nearest}\`?`]),
    ].join(' '),
  /** `doctor` tries whether it could post somewhere, and takes that back. */
  postingCheck: 'A check by the people who run /dremio-pat. Nothing has happened.',
  unlinked: ({ who }: { who: string }) => `${who} is no longer linked.`,
}
