// When signing in with OAuth does instead of a token, by edition, and where Dremio says so.
import type { DremioPlace } from '../interaction.ts'

export interface Advice {
  words: string
  page: string
}

/**
 * Dremio recommends OAuth over tokens wherever a tool can do it: https://docs.dremio.com/dremio-cloud/api/personal-access-token
 * (When to Use PATs). Which ones can: its pages on Tableau, Power BI and, on Cloud alone, the hosted MCP server.
 */
const advice: Readonly<Record<DremioPlace['edition'], Advice>> = {
  cloud: {
    words: 'You may not need a token: Tableau, Power BI and AI assistants (over MCP) can let you sign in with OAuth.',
    page: 'https://docs.dremio.com/dremio-cloud/security/authentication',
  },
  software: {
    words: 'You may not need a token: Tableau and Power BI can let you sign in with OAuth.',
    page: 'https://docs.dremio.com/current/security/authentication',
  },
}

export function oauthAdvice({ edition }: DremioPlace): Advice {
  return advice[edition]
}
