// How a token is used, without the token: where it goes in the tools that people connect with.
import type { DremioPlace, Message } from '../surface.ts'
import { hint, section } from './text.ts'

// Source: Dremio's page "Personal Access Token" (user name `$token`) and its REST reference (Bearer).
export function connectHelp({ edition, apiUrl }: DremioPlace): Message {
  const example = edition === 'cloud' ? `${apiUrl}/v0/projects` : `${apiUrl}/api/v3/catalog`
  return {
    text: 'How to connect with your Dremio token: user name $token, the token as password.',
    blocks: [
      section(
        '*A tool that asks for user and password* (JDBC, ODBC, Tableau, Power BI, DBeaver)\nUser name: `$token`, with the dollar sign\nPassword: your token',
      ),
      section(`*REST*\n\`\`\`curl -H "Authorization: Bearer YOUR_TOKEN" ${example}\`\`\``),
      section(
        '*Inside a URL* (JDBC or SQLAlchemy strings)\nEncode the token first: `+` becomes `%2B`, `/` becomes `%2F`, `=` becomes `%3D`.',
      ),
      hint(
        'Keep it in a password store or your tool’s own secret setting, never in a chat, a notebook or a repository. It has all of your rights, and works as your password.',
      ),
    ],
  }
}
