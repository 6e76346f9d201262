// What went wrong in Dremio or on the way there.
import type { DremioOperation } from '../../core/errors.ts'
import { duration } from './grammar.ts'

export const dremioFailures = {
  forbidden: {
    create: 'Dremio doesn’t let me create tokens for you. Ask a bot admin.',
    list: 'I can’t list these tokens here. See them in Dremio: Account Settings > Personal Access Tokens.',
    revoke: 'I can’t revoke that token here. Revoke it in Dremio: Account Settings > Personal Access Tokens.',
    'look up': 'Dremio doesn’t let me look up users. Bot admins can link people instead.',
    'sign in': 'Dremio doesn’t let me sign you in. Ask a bot admin.',
  },
  /** Refused before Dremio is asked. */
  cannot: {
    create: 'I can’t create tokens with the current setup. Ask a bot admin.',
    list: 'I can’t list tokens with the current setup. Ask a bot admin.',
    revoke: 'I can’t revoke tokens with the current setup. Ask a bot admin.',
    'look up': 'I can’t look up Dremio users with the current setup. Bot admins can link people instead.',
  },
  busy: ({ wait }: { wait: number }) => `Dremio is busy. Try again in ${duration(wait)}.`,
  unavailable: ({ operation }: About) =>
    `Dremio isn’t responding, so I couldn’t ${to[operation]}. Try again in a few minutes.`,
  unavailableUnsure: ({ operation }: { operation: Exclude<DremioOperation, 'list' | 'look up'> }) =>
    `Dremio isn’t responding, so I’m not sure ${happened[operation]}. Try again in a few minutes.`,
  notDremio: ({ operation }: About) => `I can’t reach Dremio, so I couldn’t ${to[operation]}. Please tell a bot admin.`,
  credentialRefused: 'Dremio doesn’t accept the bot’s credentials. Please tell a bot admin.',
  tokenRejected: 'Dremio didn’t accept this token. Try a shorter lifetime or a simpler label, or tell a bot admin.',
  rejected: ({ operation }: About) => `Dremio didn’t let me ${to[operation]}. Please tell a bot admin.`,
  missing: ({ operation }: About) =>
    `I couldn’t ${to[operation]}: your Dremio user may be gone, or tokens are turned off. Ask a Dremio admin.`,
  tokensOff: ({ operation }: About) =>
    `I couldn’t ${to[operation]}: tokens are turned off in Dremio. Ask a Dremio admin.`,
  conflict: ({ operation }: About) =>
    `I couldn’t ${to[operation]}, because something else changed in Dremio. Please try again.`,
  strangeAnswer: ({ operation }: About) =>
    `I couldn’t ${to[operation]}, because Dremio’s answer made no sense.${operation === 'create' ? ' If a token was created, I’ll remove it.' : ''} Try again, and tell a bot admin if it happens twice.`,
  impersonationRefused: 'Dremio doesn’t let this bot act for you. Please tell a bot admin.',
  exchangeRefused:
    'Dremio doesn’t accept your company sign-in. Ask a Dremio admin to add you, or to check how the bot signs in.',
  providerUnavailable: 'Your company’s sign-in page isn’t responding. Try again in a few minutes.',
}

type About = { operation: DremioOperation }

const to: Record<DremioOperation, string> = {
  create: 'create a token',
  list: 'list tokens',
  revoke: 'revoke a token',
  'look up': 'look up the Dremio user',
  'sign in': 'sign you in',
}

const happened: Record<Exclude<DremioOperation, 'list' | 'look up'>, string> = {
  create: 'the token was created',
  revoke: 'the token was revoked',
  'sign in': 'you’re signed in',
}
