// docs/configuration.md, made from the schema of the environment: every variable with what it means, allows and defaults to.
import { z } from 'zod'
import { environmentSchema } from '../../src/environment.ts'

interface Variable {
  name: string
  meaning: string
  /** In words, where it is one of a few. */
  words: readonly unknown[]
  /** What holds without it; `required` where nothing does. */
  without: string
}

/** By how a name begins; the first that fits. */
const groups: readonly { title: string; names: RegExp }[] = [
  { title: 'Slack', names: /^(SLACK|AUDIT)_/ },
  { title: 'People and policy', names: /^(ALLOWED_EMAIL_DOMAINS|APPROVERS|ADMINS|POLICY_FILE)$/ },
  { title: 'Dremio', names: /^(DREMIO|IDP|ISSUER)_|^PUBLIC_URL$/ },
  { title: 'Redis and encryption', names: /^(REDIS|ENCRYPTION)_/ },
  { title: 'Process', names: /./ },
]

const INTRODUCTION = `# Configuration

For the people who run the bot: every variable that it reads.

The bot reads its environment, and a file \`.env\` in the folder in which it is started; what the environment says wins.
\`cp .env.example .env\` is a good beginning. [deploying.md](deploying.md) says which of these you need.

- Values are trimmed and unquoted. Empty counts as missing.
- A list has commas between its items, or is JSON (\`["a", "b"]\`).
- Whatever is wrong or missing is listed at the start, all at once, by name and never by value.
- A value that belongs in another variable is named, and \`node dist/main.js doctor\` names variables that nobody reads.
- Plain \`http://\` is accepted on this machine only.
- A key for \`ENCRYPTION_KEYS\`: \`node -p "crypto.randomBytes(32).toString('base64')"\`. How to change one:
  [deploying.md](deploying.md#change-an-encryption-key).
- A Dremio with a certificate of your own authority: \`NODE_EXTRA_CA_CERTS=/path/to/ca.pem\`, which Node itself reads.

This page is made from \`src/environment.ts\`.
`

export function configurationPage(): string {
  const left = new Set(Object.keys(environmentSchema.shape).map(read))
  const sections = groups.map(({ title, names }) => {
    const rows = [...left].filter(({ name }) => names.test(name))
    for (const row of rows) left.delete(row)
    return [`## ${title}`, '', '| name | meaning | default |', '| --- | --- | --- |', ...rows.map(rowOf), ''].join('\n')
  })
  return [INTRODUCTION, ...sections].join('\n')
}

function read(name: string): Variable {
  const schema = environmentSchema.shape[name as keyof typeof environmentSchema.shape]
  if (schema.description === undefined) throw new Error(`${name} is not described in src/environment.ts`)
  const { enum: words = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const given = schema.safeParse(undefined)
  return { name, meaning: schema.description, words, without: given.success ? shown(given.data) : 'required' }
}

function shown(value: unknown): string {
  const text = Array.isArray(value) ? value.join(' ') : String(value ?? '')
  return text === '' ? '' : `\`${text}\``
}

function rowOf({ name, meaning, words, without }: Variable): string {
  const oneOf = words.length === 0 ? '' : ` One of ${words.map((word) => `\`${word}\``).join(', ')}.`
  return `| \`${name}\` | ${meaning}${oneOf} | ${without} |`
}
