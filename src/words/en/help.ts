// What people can type after `/dremio-pat`, in the list and word by word.
import { admin } from './admin.ts'
import { buttons, shortcuts } from './labels.ts'

interface CommandHelp {
  /** The arguments: `[label] [lifetime]`. */
  usage: string
  /** One line for the list. */
  summary: string
  /** For `help <word>`. */
  details: string
}

/** By the word that people type; the menu has none. */
const commands = {
  '': {
    usage: '',
    summary: 'your tokens and what needs you',
    details: 'Shows your tokens and what needs you.',
  },
  create: {
    usage: '[label] [lifetime]',
    summary: 'request a new token',
    details: `Opens the form with your words filled in: \`create tableau 30d\`, \`create tableau for 2 weeks\`. Lifetimes look like \`12h\`, \`7d\`, \`2w\`, \`3mo\`, or \`7 days\`. You can quote a label: \`create "my laptop" 7d\`. Without typing: search for *${shortcuts.newToken}* in Slack.`,
  },
  list: {
    usage: '',
    summary: 'your tokens, soonest expiry first',
    details:
      'Shows all of your Dremio tokens, with a menu to rotate, give back or revoke each. You may have to sign in to see the ones created in Dremio.',
  },
  rotate: {
    usage: '[label or id]',
    summary: 'replace a token with a new one',
    details:
      'Requests a new token with the same label and lifetime. The old one keeps working until you’ve saved the new one, and a while longer. You can end it earlier or keep it longer.',
  },
  revoke: {
    usage: '[label or id | all]',
    summary: 'revoke one or all of your tokens',
    details:
      'Asks you to confirm first. `revoke tableau` revokes the token with that label, `revoke all` revokes all of them. If several match, you choose which one; without words you choose from a list.',
  },
  leaked: {
    usage: '',
    summary: 'revoke a leaked token',
    details: `Opens a form for the token. I only read its ID; I don’t store, log or use the token. If it’s yours, I revoke it. If not, I tell its owner, if I know them. If the token is in a message, choose *${shortcuts.revokeLeakedToken}* in the menu of that message.`,
  },
  requests: {
    usage: '',
    summary: 'your open requests, and the ones to review',
    details: 'Shows your open requests, and the ones that you can review.',
  },
  why: {
    usage: '[lifetime]',
    summary: 'who’d approve your request, and the rules for you',
    details:
      'Shows who would decide, or why your request would be denied, and your limits: `why 90d`. It doesn’t request anything.',
  },
  reminders: {
    usage: '',
    summary: 'when I remind you before a token expires; calendar file',
    details: `Turn reminders on or off, and choose how long before and at which hour. *${buttons.sendCalendarFile}* sends you the days your tokens expire. On a reminder you can snooze it, say that you won’t renew the token, or revoke it.`,
  },
  delegate: {
    usage: '[@person] [until date | weekday | duration] · off',
    summary: 'for approvers: let someone review for you',
    details: [
      '`delegate @person until friday` lets them review for you. The end can be a date (`2026-12-01`), a weekday, `today`, `tomorrow`, or a duration (`12h`, `7d`, `2w`). The longest is thirty days, which is also what you get without an end.',
      'A day lasts until midnight in your time zone. Today’s weekday means a week from now.',
      '`delegate off` ends it at once. `delegate` alone shows it in a form.',
      'You can still review too. Nobody reviews their own request, and your delegate can’t pass it on.',
    ].join('\n'),
  },
  whoami: {
    usage: '',
    summary: 'which Dremio user you are',
    details: 'Shows which Dremio user you’re linked to, and how that was verified.',
  },
  link: {
    usage: '',
    summary: 'link yourself to your Dremio user',
    details: 'Finds the Dremio user with your Slack email address. That also happens when you request a token.',
  },
  unlink: {
    usage: '',
    summary: 'unlink your Dremio user',
    details: 'Your tokens aren’t affected. `link` or your next request links you again.',
  },
  connect: {
    usage: '[label or id]',
    summary: 'connection settings for your tool',
    details:
      'Choose your tool (JDBC, ODBC, Python, dbt, DBeaver, Tableau, Power BI, curl) to see its host, user name and settings, and where your token goes. `connect dbt` opens that tool. With the label of a token you also see when it expires. The token itself can’t be shown again.',
  },
  admin: {
    usage: ['help', ...Object.entries(admin.commands).map(([word, { usage }]) => `${word} ${usage}`.trim())].join(
      ' · ',
    ),
    summary: 'for bot admins',
    details: 'Bot admins use it to look after everybody’s tokens and links.',
  },
} satisfies Record<string, CommandHelp>

export const help = {
  /** Above the tasks. */
  title: 'What would you like to do?',
  /** Each beside the button that begins it. */
  tasks: {
    get: '*Get a token*\n`/dremio-pat create`',
    manage: '*Your tokens*\n`/dremio-pat list`',
    connect: '*Connect a tool*\n`/dremio-pat connect`',
    leaked: '*Report a leak*\n`/dremio-pat leaked`',
    requests: '*Your requests*\n`/dremio-pat requests`',
    reminders: '*Before tokens expire*\n`/dremio-pat reminders`',
    delegate: '*Away from reviews*\n`/dremio-pat delegate`',
    admin: '*For bot admins*\n`/dremio-pat admin help`',
  },
  more: 'Every command: `/dremio-pat help all`. Only you can see these replies.',
  /** Above every word. */
  allWords: 'What you can type',
  line: ({ usage, summary }: { usage: string; summary: string }) => `${usage}  ${summary}`,
  commands,
  /** The last line of the list. */
  oneWord: 'details on a command',
  usageOfHelp: '[word]',
  privately: 'Only you can see these replies.',
  synonyms: ({ words }: { words: readonly string[] }) => `Also: ${words.map((word) => `\`${word}\``).join(', ')}.`,
  /** `nearest` is the command that may be meant. A word that may be a secret is not repeated. */
  unknown: ({ word, nearest }: { word?: string; nearest?: string }) =>
    [
      word === undefined ? 'I don’t know that word.' : `I don’t know “${word}”.`,
      ...(nearest === undefined ? [] : [`Did you mean \`${nearest}\`?`]),
    ].join(' '),
}
