// The page on OAuth, which can replace a token, by edition.
import type { DremioPlace } from '../interaction.ts'

/**
 * Dremio recommends OAuth instead of tokens for tools that support it:
 * https://docs.dremio.com/dremio-cloud/api/personal-access-token (When to Use PATs). The tools are listed on its pages
 * on Tableau, Power BI and, for Cloud only, the hosted MCP server.
 */
const pages: Readonly<Record<DremioPlace['edition'], string>> = {
  cloud: 'https://docs.dremio.com/dremio-cloud/security/authentication',
  software: 'https://docs.dremio.com/current/security/authentication',
}

export function oauthPage({ edition }: DremioPlace): string {
  return pages[edition]
}
