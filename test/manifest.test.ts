// manifest.yml against the code: every command, scope, event and address that it needs, and nothing more.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AppsManifestValidateArguments } from '@slack/web-api'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { manifestFor } from '../src/manifest.ts'
import { shortcuts } from '../src/slack/action-catalog.ts'
import { COMMAND } from '../src/slack/command.ts'
import { english } from '../src/words/words.ts'

type Manifest = NonNullable<AppsManifestValidateArguments['manifest']>

const SLACK = fileURLToPath(new URL('../src/slack', import.meta.url))
const code = readdirSync(SLACK, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(`${SLACK}/${path}`, 'utf8'))
  .join('\n')
const manifest = parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8')) as Manifest

/** Scopes by method, from https://docs.slack.dev/reference/methods; an empty list where none is needed. */
const scopesOf: Record<string, string[]> = {
  'auth.test': [],
  'auth.teams.list': [],
  'chat.deleteScheduledMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.scheduleMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['im:history'],
  'conversations.open': ['im:write'],
  // It calls files.getUploadURLExternal and files.completeUploadExternal.
  'files.uploadV2': ['files:write'],
  'team.profile.get': ['users.profile:read'],
  'usergroups.users.list': ['usergroups:read'],
  // Without the second one the address, which is how people are identified, is left out.
  'users.info': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read.email'],
  'users.profile.get': ['users.profile:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
}

/** Scopes by event, from https://docs.slack.dev/reference/events. */
const eventsOf: Record<string, { event: string; scope?: string }> = {
  message: { event: 'message.im', scope: 'im:history' },
  user_change: { event: 'user_change', scope: 'users:read' },
  // None of these needs a scope.
  app_home_opened: { event: 'app_home_opened' },
  tokens_revoked: { event: 'tokens_revoked' },
  app_uninstalled: { event: 'app_uninstalled' },
}

const methods = [
  ...new Set(
    [...code.matchAll(/\b(?:client|noRetryClient)\s*\.([a-z]\w+(?:\.\w+)+)\(/g)].map(([, name]) => name ?? ''),
  ),
]
const events = [...code.matchAll(/app\.event\('(\w+)'/g)].map(([, name]) => name ?? '')

describe('the manifest', () => {
  test('asks for exactly the scopes of the methods, events and command that the code uses', () => {
    expect(methods.filter((method) => !(method in scopesOf))).toEqual([])
    const needed = [
      'commands',
      ...methods.flatMap((method) => scopesOf[method] ?? []),
      ...events.flatMap((event) => eventsOf[event]?.scope ?? []),
    ]
    expect(manifest.oauth_config?.scopes?.bot).toEqual([...new Set(needed)].sort())
  })

  test('lets administrators leave out what the contract lets them leave out', () => {
    const { bot = [], bot_optional: optional = [] } = manifest.oauth_config?.scopes ?? {}
    expect(optional).toEqual(['files:write', 'im:history', 'usergroups:read', 'users.profile:read'])
    // Slack's examples list them in both places.
    expect(bot).toEqual(expect.arrayContaining(optional))
  })

  test('names exactly the events that the code listens to', () => {
    expect(events).not.toEqual([])
    expect(manifest.settings?.event_subscriptions?.bot_events).toEqual(events.map((event) => eventsOf[event]?.event))
  })

  test('names the command', () => {
    expect(manifest.features?.slash_commands?.map(({ command }) => command)).toEqual([COMMAND])
    // Or a mention would arrive as a name that anybody can take.
    expect(manifest.features?.slash_commands?.[0]?.should_escape).toBe(true)
  })

  test('shows a Home tab', () => {
    expect(manifest.features?.app_home?.home_tab_enabled).toBe(true)
  })

  test('names the shortcuts of the catalog, within Slack’s limits', () => {
    const listed = manifest.features?.shortcuts ?? []
    expect(listed.map(({ name, type, callback_id }) => ({ name, type, callback_id }))).toEqual(
      Object.values(shortcuts).map(({ id, label, type }) => ({
        name: english.labels.shortcuts[label],
        type,
        callback_id: id,
      })),
    )
    // https://docs.slack.dev/reference/app-manifest: 24 characters, and 150.
    expect(listed.filter(({ name }) => name.length > 24)).toEqual([])
    expect(listed.filter(({ description }) => description === '' || description.length > 150)).toEqual([])
    expect(listed.length).toBeLessThanOrEqual(5)
  })

  test('lets people write to the bot, or ephemeral messages would be refused', () => {
    expect(manifest.features?.app_home).toMatchObject({
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    })
  })
})

describe('npm run manifest', () => {
  const addresses = (yaml: string) =>
    [...yaml.matchAll(/^\s*-?\s*(?:request_)?url: (.*)$/gm)].map(([, address]) => address)

  test('puts one address everywhere', () => {
    const printed = manifestFor('https://bot.acme.test/')
    expect(addresses(printed)).toEqual(Array(3).fill('https://bot.acme.test/slack/events'))
    expect(parse(printed).settings.socket_mode_enabled).toBe(false)
  })

  test('for Socket Mode has none', () => {
    const printed = manifestFor(undefined)
    expect(addresses(printed)).toEqual([])
    expect(parse(printed).settings.socket_mode_enabled).toBe(true)
    expect(parse(printed).oauth_config).toEqual(manifest.oauth_config)
    // A socket brings them without any address.
    expect(parse(printed).features.shortcuts).toEqual(manifest.features?.shortcuts)
  })

  test('asks to be installed for a whole organization only if told so', () => {
    const settings = (...asked: Parameters<typeof manifestFor>) => parse(manifestFor(...asked)).settings
    expect(settings('https://bot.acme.test').org_deploy_enabled).toBe(false)
    expect(settings('https://bot.acme.test', { forOrganization: true }).org_deploy_enabled).toBe(true)
    expect(settings(undefined, { forOrganization: true })).toMatchObject({
      org_deploy_enabled: true,
      socket_mode_enabled: true,
    })
  })
})
