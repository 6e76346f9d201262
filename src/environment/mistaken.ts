// Recognizes values that cannot be right: another variable's value, a part of a value, a name instead of an id.
import { isIP } from 'node:net'
import { itemsIn } from './pasted.ts'

/** Recognizes a value by its first characters. `home` is the variable that it belongs to, if there is one. */
const kinds: readonly { shape: RegExp; is: string; home?: string; cure?: string }[] = [
  { shape: /^xoxb-/, is: 'a bot token (xoxb-…)', home: 'SLACK_BOT_TOKEN' },
  { shape: /^xapp-/, is: 'an app-level token (xapp-…)', home: 'SLACK_APP_TOKEN' },
  { shape: /^xoxp-/, is: 'a user token (xoxp-…)', cure: 'the bot works with the bot token (xoxb-…) only' },
  // https://docs.slack.dev/authentication/using-token-rotation
  {
    shape: /^xoxe[.-]/,
    is: 'a token of an app with token rotation (xoxe…), which ends within hours',
    cure: 'make the app without token rotation, and use its bot token (xoxb-…)',
  },
  {
    shape: /^xox(?!b-)[a-z]-/,
    is: 'a Slack token of another kind',
    cure: 'the bot works with the bot token (xoxb-…) only',
  },
  { shape: /^rediss?:\/\//, is: 'the address of a Redis', home: 'REDIS_URL' },
  { shape: /^https:\/\/hooks\.slack\.com\//, is: 'the address of a Slack webhook', cure: 'the bot uses none' },
]

const SLACK_ID = 'in Slack: a profile’s ⋮, Copy member ID; a group’s ID is in its address'
const CREDENTIALS = 'it is under Basic Information, App Credentials'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The first rule that matches counts. The message follows the variable's name and never contains the value. */
type Rules = readonly (readonly [wrong: RegExp, message: string])[]

const people: Rules = [
  [/^<[@!]/, `must be ids alone (U…, S…), not mentions in angle brackets (${SLACK_ID})`],
  [/^.*@.+\..+$/, `must be Slack user ids (U…) and user groups (S…), not email addresses (${SLACK_ID})`],
  [/^@/, `must be Slack user ids (U…) and user groups (S…), not names with @ (${SLACK_ID})`],
  [/^[CGD][A-Z0-9]{7,}$/, 'must be Slack user ids (U…) and user groups (S…), not a channel id'],
  [/^(?![UWS][A-Z0-9]+$)/, `must be Slack user ids (U…) and user groups (S…), separated by commas (${SLACK_ID})`],
]

const dremioToken: Rules = [
  [/^https?:\/\//, 'holds an address: it wants the token itself'],
  [UUID, 'holds an ID, perhaps a token’s: it wants the token itself, which Dremio shows once'],
  [/^bearer\s/i, 'begins with Bearer: leave that out'],
  [/^[^\s@]+@[^\s@]+$/, 'holds an email address: it wants the token itself'],
]

const rules: Readonly<Record<string, Rules>> = {
  SLACK_BOT_TOKEN: [
    [/^xoxb-$/, 'is only the beginning of a token (api.slack.com/apps, OAuth & Permissions)'],
    [/^(?!xoxb-)/, 'must be the bot token, xoxb-… (api.slack.com/apps, OAuth & Permissions)'],
  ],
  SLACK_APP_TOKEN: [
    [/^xapp-$/, 'is only the beginning of a token (api.slack.com/apps, Basic Information, App-Level Tokens)'],
    [/^[0-9a-f]{32}$/, 'holds a signing secret or a client secret: a signing secret belongs in SLACK_SIGNING_SECRET'],
    [/^(?!xapp-)/, 'must be an app-level token, xapp-… (api.slack.com/apps, Basic Information, App-Level Tokens)'],
  ],
  SLACK_SIGNING_SECRET: [
    [/^https?:\/\//, `holds an address: it wants the app’s Signing Secret (${CREDENTIALS})`],
    [/^\d+\.\d+$/, `holds the app’s Client ID: it wants the Signing Secret (${CREDENTIALS})`],
    [/^A[A-Z0-9]{8,}$/, `holds the app’s App ID: it wants the Signing Secret (${CREDENTIALS})`],
  ],
  SLACK_TEAM_IDS: [
    [/^https?:|\.slack\.com/i, 'must be workspace ids (T…), not addresses: the id is in app.slack.com/client/T…'],
  ],
  AUDIT_CHANNEL: [
    [/^<#/, 'must be the channel’s id alone (C…), not a mention in angle brackets'],
    [/^https?:|^#/, 'must be a channel id (C…), not a name or an address: it is at the end of the channel’s details'],
    [/^[UWDST][A-Z0-9]{7,}$/, 'must be a channel id (C…), not a person, group or workspace'],
  ],
  ALLOWED_EMAIL_DOMAINS: [
    [/^https?:/i, 'must be domains such as example.com, not web addresses'],
    [/^@/, 'must be domains such as example.com, without the @'],
    [/@/, 'must be domains such as example.com: only what comes after the @'],
    [/^\*/, 'must be domains such as example.com, each by its name: there is no wildcard'],
  ],
  APPROVERS: people,
  ADMINS: people,
  DREMIO_TOKEN: dremioToken,
  DREMIO_ADMIN_TOKEN: dremioToken,
  // The bot needs the host of the API; the host that people see in their browser is another one.
  DREMIO_API_URL: [
    [
      /^https:\/\/app\.(eu\.)?dremio\.cloud/i,
      'holds the address of Dremio’s pages: leave it out (DREMIO_REGION says which)',
    ],
  ],
  DREMIO_LOGIN_URL: [
    [
      /^https:\/\/app\.(eu\.)?dremio\.cloud/i,
      'holds the address of Dremio’s pages: leave it out (DREMIO_REGION says which)',
    ],
  ],
  DREMIO_OAUTH_CLIENT_ID: [[/^https?:\/\//, 'holds an address: it wants the client ID of the OAuth application']],
  IDP_ISSUER_URL: [[/\/\.well-known\//, 'must be the issuer alone: leave out /.well-known/ and what follows']],
  PUBLIC_URL: [
    [/^(?!https?:\/\/)[\w-]+(\.[\w-]+)+(:\d+)?\/?$/, 'must begin with https://'],
    [/^https?:\/\/[^/]+\/./, 'must be scheme, host and port only (no /slack/events or /dremio/callback)'],
  ],
  ENCRYPTION_KEYS: [
    [/^node\s/, 'holds the command that makes a key: run it, and put in what it prints'],
    [/^[0-9a-f]{64}$/i, 'must be base64 of 32 bytes each, not hex digits'],
  ],
  POLICY_FILE: [
    [/\n|^\w+:\s|^\{/, 'holds the policy itself: put that into a file, and the file’s path in here'],
    [/^https?:\/\//, 'must be the path of a file, not a web address'],
  ],
  HOST: [[/^[a-z]+:\/\/|\//i, 'must be an address alone, such as 0.0.0.0: no scheme and no path']],
}

/**
 * These values are sent in a header or compared exactly, so they contain no space and none of the quotation marks, dots
 * or dashes that word processors insert.
 */
const plain = new Set([
  ...['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'],
  ...['DREMIO_TOKEN', 'DREMIO_ADMIN_TOKEN', 'DREMIO_OAUTH_CLIENT_ID', 'IDP_CLIENT_ID'],
])
/** Variables with several values. Their rules apply to each value. */
const lists = new Set(['ALLOWED_EMAIL_DOMAINS', 'APPROVERS', 'ADMINS', 'SLACK_TEAM_IDS', 'ENCRYPTION_KEYS'])

/** The problem of each variable, by name. `given` are values without spaces and quotes around them. */
export function mistakesIn(given: Readonly<Record<string, string>>): Map<string, string> {
  const found = new Map<string, string>()
  for (const [name, value] of Object.entries(given)) {
    const mistake = mistakeIn(name, value)
    if (mistake !== undefined) found.set(name, mistake)
  }
  return found
}

function mistakeIn(name: string, value: string): string | undefined {
  if (new RegExp(`^(export\\s+)?${name}\\s*=`).test(value)) return `begins with “${name}=”: leave that out`
  if (/^<[^<>@#!]*>$/.test(value)) return 'still holds a placeholder'
  const kind = kinds.find(({ shape, home }) => home !== name && shape.test(value))
  if (kind) return `holds ${kind.is}: ${kind.home === undefined ? kind.cure : `put it in ${kind.home}`}`
  const items = lists.has(name) ? itemsIn(value) : [value]
  for (const [wrong, message] of rules[name] ?? []) if (items.some((item) => wrong.test(item))) return message
  if (plain.has(name) && /[^\x21\x23-\x26\x28-\x5f\x61-\x7e]/.test(value)) {
    return 'has a space, a quotation mark or another character in it that cannot belong there: copy it again'
  }
  if (name === 'HOST' && value.includes(':') && isIP(value.replace(/^\[|\]$/g, '')) === 0) {
    return 'must be an address alone, such as 0.0.0.0: the port is PORT'
  }
  return undefined
}
