// The bodies that Slack posts to the bot: slash command, block_actions, view_submission, view_closed, events.
import { messageRecord } from '../api/chat.ts'
import type { Ephemeral, Message } from '../conversations.ts'
import type { Home, OpenView } from '../desk.ts'
import type { Values } from '../form-state.ts'
import { viewRecord } from '../views.ts'
import type { World } from '../world.ts'

type Payload = Record<string, unknown>

/** Deprecated by Slack and still sent; nobody should look at it. */
const token = 'deprecated-verification-token'

function channelName(world: World, channel: string): string {
  return channel.startsWith('D') ? 'directmessage' : (world.channels.get(channel)?.name ?? 'unknown')
}

function responseUrl(world: World, id: string): string {
  return `${world.handedOut ?? world.origin}/response/${id}`
}

/** interactivity/implementing-slash-commands. */
export function commandFields(world: World, person: string, command: string, text: string, channel: string) {
  const url = world.responseUrls.issue({ person, channel }, world.now())
  return {
    token,
    team_id: workspaceOf(world, person),
    team_domain: world.team.domain,
    ...(world.organization && { enterprise_id: world.organization.id, enterprise_name: world.organization.name }),
    channel_id: channel,
    channel_name: channelName(world, channel),
    user_id: person,
    user_name: world.people.get(person)?.name ?? '',
    command,
    text,
    api_app_id: world.bot.appId,
    is_enterprise_install: String(world.organization !== undefined),
    response_url: responseUrl(world, url),
    trigger_id: world.triggers.issue(person, world.now()),
  }
}

/** What every interaction says about who did it, with a fresh trigger. */
export function whoAndWhere(world: World, person: string): Payload {
  const name = world.people.get(person)?.name ?? ''
  const team = workspaceOf(world, person)
  const { organization } = world
  return {
    user: { id: person, username: name, name, team_id: team },
    api_app_id: world.bot.appId,
    token,
    trigger_id: world.triggers.issue(person, world.now()),
    // Of an app that is installed for a whole organization Slack names no workspace here.
    team: organization ? null : { id: team, domain: world.team.domain },
    enterprise: organization ? { id: organization.id, name: organization.name } : null,
    is_enterprise_install: organization !== undefined,
  }
}

/** The workspace at whose screen they sit. */
function workspaceOf(world: World, person: string): string {
  const { teamId, enterpriseTeams } = world.people.get(person) ?? {}
  return teamId ?? enterpriseTeams?.[0] ?? world.team.id
}

/** reference/interaction-payloads/block_actions-payload, for something pressed in a message. */
export function messageAction(
  world: World,
  person: string,
  message: Message | Ephemeral,
  action: Payload,
  values: Values,
): Payload {
  const ephemeral = 'to' in message
  const origin = { person, channel: message.channel, message: { ts: message.ts, ephemeral } }
  return {
    type: 'block_actions',
    ...whoAndWhere(world, person),
    container: { type: 'message', message_ts: message.ts, channel_id: message.channel, is_ephemeral: ephemeral },
    channel: { id: message.channel, name: channelName(world, message.channel) },
    // Slack keeps no ephemeral message, so its payload does not carry one.
    ...(!ephemeral && { message: messageRecord(world, message) }),
    state: { values },
    response_url: responseUrl(world, world.responseUrls.issue(origin, world.now())),
    actions: [action],
  }
}

/** reference/interaction-payloads/shortcuts: a global one has no conversation, and so no response_url. */
export function globalShortcut(world: World, person: string, callback: string): Payload {
  const action_ts = world.conversations.stamp(world.now())
  return { type: 'shortcut', ...whoAndWhere(world, person), callback_id: callback, action_ts }
}

/** The same for one that was used on a message, with all that the message holds, whoever posted it. */
export function messageShortcut(world: World, person: string, callback: string, message: Message): Payload {
  const { channel, ts } = message
  return {
    ...globalShortcut(world, person, callback),
    type: 'message_action',
    response_url: responseUrl(world, world.responseUrls.issue({ person, channel }, world.now())),
    channel: { id: channel, name: channelName(world, channel) },
    message_ts: ts,
    message: messageRecord(world, message),
  }
}

/** The same for something pressed in a form or on the Home tab: a view, and no response_url. */
export function viewAction(world: World, person: string, view: OpenView | Home, action: Payload): Payload {
  return {
    type: 'block_actions',
    ...whoAndWhere(world, person),
    container: { type: 'view', view_id: view.id },
    view: viewRecord(world, view),
    actions: [action],
  }
}

/** reference/interaction-payloads/view-interactions-payload */
export function viewSubmission(world: World, person: string, view: OpenView): Payload {
  return {
    type: 'view_submission',
    ...whoAndWhere(world, person),
    view: viewRecord(world, view),
    response_urls: [],
  }
}

export function viewClosed(world: World, person: string, view: OpenView, cleared: boolean): Payload {
  const { trigger_id: _, ...rest } = whoAndWhere(world, person)
  return { type: 'view_closed', ...rest, view: viewRecord(world, view), is_cleared: cleared }
}

/** apis/events-api: the envelope around an event. */
export function eventEnvelope(world: World, event: Payload): Payload {
  const { organization } = world
  return {
    token,
    team_id: world.team.id,
    ...(organization && { enterprise_id: organization.id }),
    context_team_id: organization ? null : world.team.id,
    context_enterprise_id: organization?.id ?? null,
    api_app_id: world.bot.appId,
    event,
    type: 'event_callback',
    event_id: world.id('Ev'),
    event_time: Math.floor(world.now() / 1000),
    authorizations: [
      {
        enterprise_id: organization?.id ?? null,
        team_id: organization ? null : world.team.id,
        user_id: world.bot.userId,
        is_bot: true,
        is_enterprise_install: organization !== undefined,
      },
    ],
    is_ext_shared_channel: false,
    event_context: world.id('EC'),
  }
}

/** reference/events/message.im, for what was said in the DM by whomever. */
export function messageEvent(world: World, message: Message): Payload {
  return { ...messageRecord(world, message), channel: message.channel, event_ts: message.ts, channel_type: 'im' }
}

/** reference/events/message/message_changed: what an edit looks like, the bot's own edits too. */
export function changedEvent(world: World, message: Message): Payload {
  const ts = world.conversations.stamp(world.now())
  return {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel: message.channel,
    channel_type: 'im',
    ts,
    event_ts: ts,
    message: messageRecord(world, message),
  }
}
