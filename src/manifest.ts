// Prints manifest.yml for one deployment: with the URL at which Slack reaches the bot, or for Socket Mode without URLs.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isMap, parse, parseDocument, visit } from 'yaml'

const FILE = fileURLToPath(new URL('../manifest.yml', import.meta.url))

/** The bot's scopes in the manifest; an administrator may leave out the optional ones. */
export function manifestScopes(): { required: string[]; optional: string[] } {
  const manifest = parse(readFileSync(FILE, 'utf8')) as {
    oauth_config: { scopes: { bot: string[]; bot_optional: string[] } }
  }
  const { bot, bot_optional: optional } = manifest.oauth_config.scopes
  return { required: bot.filter((scope) => !optional.includes(scope)), optional }
}

/**
 * The manifest as YAML. `url` is scheme and host; without it the app uses Socket Mode. `forOrganization` allows
 * installing the app for a whole Enterprise organization.
 */
export function manifestFor(url: string | undefined, { forOrganization = false } = {}): string {
  const manifest = parseDocument(readFileSync(FILE, 'utf8'))
  manifest.commentBefore = null
  manifest.setIn(['settings', 'socket_mode_enabled'], url === undefined)
  manifest.setIn(['settings', 'org_deploy_enabled'], forOrganization)
  visit(manifest, {
    Map(_key, node) {
      for (const name of ['url', 'request_url']) {
        if (!isMap(node) || !node.has(name)) continue
        if (url === undefined) node.delete(name)
        else node.set(name, new URL('/slack/events', url).href)
      }
    },
  })
  return manifest.toString()
}

function main(): void {
  const { values } = parseArgs({
    options: { url: { type: 'string' }, socket: { type: 'boolean' }, org: { type: 'boolean' } },
  })
  const isAddress = values.url !== undefined && /^https:\/\/[^/]+\/?$/.test(values.url)
  if (isAddress === Boolean(values.socket)) {
    process.stderr.write(
      'Use: npm run manifest -- --url https://your.host, or npm run manifest -- --socket; with --org for a whole Enterprise organization\n',
    )
    process.exit(1)
  }
  process.stdout.write(manifestFor(values.socket ? undefined : values.url, { forOrganization: values.org ?? false }))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
