// The Web API methods that are simulated, each with the scope that it needs.
import type { World } from '../world.ts'
import * as chat from './chat.ts'
import * as files from './files.ts'
import { Refusal } from './refusal.ts'
import * as team from './team.ts'
import * as users from './users.ts'
import * as views from './views.ts'

/** What Slack answers besides `ok: true`; throws a `Refusal` for `ok: false`. */
export type Method = (world: World, args: Record<string, unknown>) => Record<string, unknown>

interface Entry {
  readonly run: Method
  /** From each method's page, docs.slack.dev/reference/methods; undefined: none. */
  readonly scope?: string
}

const methods: Readonly<Record<string, Entry>> = {
  'api.test': { run: () => ({}) },
  'auth.test': { run: team.authTest },
  'auth.teams.list': { run: team.authTeams },
  'team.info': { run: team.teamInfo, scope: 'team:read' },
  'team.profile.get': { run: users.teamProfile, scope: 'users.profile:read' },
  'users.info': { run: users.info, scope: 'users:read' },
  'users.lookupByEmail': { run: users.lookupByEmail, scope: 'users:read.email' },
  'users.profile.get': { run: users.profile, scope: 'users.profile:read' },
  'usergroups.users.list': { run: users.groupUsers, scope: 'usergroups:read' },
  'conversations.history': { run: chat.history, scope: 'im:history' },
  'conversations.open': { run: team.openConversation, scope: 'im:write' },
  'chat.postMessage': { run: chat.postMessage, scope: 'chat:write' },
  'chat.postEphemeral': { run: chat.postEphemeral, scope: 'chat:write' },
  'chat.update': { run: chat.update, scope: 'chat:write' },
  'chat.scheduleMessage': { run: chat.scheduleMessage, scope: 'chat:write' },
  'chat.deleteScheduledMessage': { run: chat.deleteScheduledMessage, scope: 'chat:write' },
  'chat.delete': { run: chat.remove, scope: 'chat:write' },
  'views.open': { run: views.open },
  'views.update': { run: views.update },
  'views.push': { run: views.push },
  'views.publish': { run: views.publish },
  'files.getUploadURLExternal': { run: files.getUploadUrl, scope: 'files:write' },
  'files.completeUploadExternal': { run: files.completeUpload, scope: 'files:write' },
}

export const scopeOf = (name: string): string | undefined => methods[name]?.scope

/** Slack's answer to the call, by a caller with that token. */
export function call(world: World, name: string, token: string | undefined, args: Record<string, unknown>) {
  try {
    if (!token) throw new Refusal('not_authed')
    if (name === 'apps.connections.open') {
      if (token !== world.bot.appToken) throw new Refusal('not_allowed_token_type')
      return { ok: true, url: world.socketMode.address(world.origin) }
    }
    if (token !== world.bot.token) throw new Refusal('invalid_auth')
    const method = methods[name]
    if (!method) throw new Refusal('unknown_method', { req_method: name })
    if (method.scope && !world.scopes.has(method.scope))
      throw new Refusal('missing_scope', { needed: method.scope, provided: [...world.scopes].join(',') })
    return { ok: true, ...method.run(world, args) }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.code, ...error.extra }
    throw error
  }
}
