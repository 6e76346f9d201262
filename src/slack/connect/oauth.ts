// The hint that OAuth can replace a token, by edition, with a link to Dremio's page.
import type { DremioPlace } from '../interaction.ts'

export interface Advice {
  words: string
  page: string
}

/**
 * Dremio recommends OAuth instead of tokens for tools that support it:
 * https://docs.dremio.com/dremio-cloud/api/personal-access-token (When to Use PATs). The tools are listed on its pages
 * on Tableau, Power BI and, for Cloud only, the hosted MCP server.
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
