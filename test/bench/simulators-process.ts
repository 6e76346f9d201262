// The simulated Slack and Dremio as a process of their own, so that their work is not done by whoever measures.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { buttons } from '../../src/slack/action-catalog.ts'
import { startDremio } from '../world/dremio/dremio.ts'
import { commandFields, eventEnvelope, messageAction } from '../world/slack/driver/payloads.ts'
import { serve } from '../world/slack/server.ts'
import type { BotRequest } from '../world/slack/traffic.ts'
import { publishHome, viewRecord } from '../world/slack/views.ts'
import { World } from '../world/slack/world.ts'
import type { Answers, Asking, Kind, Publication, Question } from './simulators.ts'

const manifest = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')) as {
  oauth_config: { scopes: { bot: string[] } }
}
/** Enough that none of them, in all rounds together, does anything so often that the bot makes them wait. */
const PEOPLE = 300
const people = Array.from({ length: PEOPLE }, (_, number) => ({
  person: {
    id: `UANA${number}`,
    name: `ana${number}`,
    realName: `Ana ${number}`,
    email: `ana${number}@acme.test`,
    timeZone: 'Europe/Berlin',
  },
  uid: `11111111-1111-4111-8111-${String(number).padStart(12, '0')}`,
}))
const viewers = Array.from({ length: Number(process.argv[2] ?? 0) }, (_, number) => ({
  id: `UVIEW${number}`,
  name: `view${number}`,
  realName: `View ${number}`,
  email: `view${number}@acme.test`,
  timeZone: 'Europe/Berlin',
}))
const root = '00000000-0000-4000-8000-000000000000'
const bot = {
  userId: 'U0BOT',
  botId: 'B0BOT',
  appId: 'A0BOT',
  name: 'dremio-pat',
  token: 'xoxb-simulated',
  signingSecret: 'simulated-signing-secret',
  appToken: 'xapp-simulated',
}
const slack = new World({
  people: [...people.map(({ person }) => person), ...viewers],
  shortcuts: [],
  scopes: manifest.oauth_config.scopes.bot,
  team: { id: 'T0WORLD', name: 'World', domain: 'world' },
  bot,
  now: Date.now,
  messagesTabDisabled: false,
})
await serve(slack)
// There one credential sees everybody's tokens, so that nobody has to sign in.
const dremio = await startDremio({
  edition: 'software',
  version: '26',
  users: [
    ...people.map(({ person: { email }, uid }) => ({ id: uid, name: email, email })),
    { id: root, name: 'root', email: 'root@dremio.test', admin: true },
  ],
})
for (const { uid } of people) for (const label of ['tableau', 'notebook', 'nightly export']) dremio.mint(uid, { label })
/** Calls of `views.publish` that nobody asked for yet, without what they say. */
const published: (Omit<BotRequest, 'args'> & { person: string })[] = []
/** Forgets all calls but those. */
function sweepRequests() {
  for (const request of slack.traffic.requests.splice(0)) {
    if (request.method === 'views.publish') published.push(asPublished(request))
  }
}
function asPublished(request: BotRequest) {
  return Object.assign(request, { person: String(request.args.user_id), args: {} })
}
function publicationsOf(person: string): number[] {
  sweepRequests()
  return published.filter((call) => call.person === person).map(({ at }) => at)
}

/** They take turns. */
let turn = 0
function next() {
  turn += 1
  return people[turn % PEOPLE]?.person.id ?? ''
}

const answers: { [Q in Question]: (asking: Asking<Q>) => Answers[Q] | Promise<Answers[Q]> } = {
  environment: () => ({
    SLACK_BOT_TOKEN: bot.token,
    SLACK_SIGNING_SECRET: bot.signingSecret,
    SLACK_API_URL: `${slack.origin}/api/`,
    DREMIO_API_URL: dremio.url,
    DREMIO_EDITION: 'software',
    DREMIO_TOKEN: dremio.credential(root),
    DREMIO_ADMIN_TOKEN: dremio.credential(root),
    ALLOWED_EMAIL_DOMAINS: 'acme.test',
    APPROVERS: 'UANA0',
  }),
  bodies({ kind, count }) {
    return Array.from({ length: count }, () => bodyOf(kind))
  },
  async answered({ count }) {
    let looked = 0
    let found = 0
    const look = () => {
      for (; looked < slack.traffic.requests.length; looked += 1) {
        if (slack.traffic.requests[looked]?.method === 'response_url') found += 1
      }
      return found >= count
    }
    await slack.changes.until(look, 60_000, () => new Error(`${found} of ${count} were answered within a minute`))
    const at = Date.now()
    await slack.traffic.quiet()
    if (found !== count) throw new Error(`${found} answers to ${count} requests`)
    if (slack.warnings.length > 0) throw new Error(`Slack warns: ${slack.warnings[0]}`)
    const said = people.flatMap(({ person: { id } }) => slack.conversations.ephemeralsOf(id))
    const wrong = said.find(({ text }) => !text.startsWith('You have 3 active tokens'))
    if (said.length !== count || wrong)
      throw new Error(`It was answered: ${wrong?.text ?? `only ${said.length} times`}`)
    sweepRequests()
    for (const { person } of people) slack.conversations.forgetEphemerals(person.id)
    return { at }
  },
  homes({ perMinute }) {
    slack.rates.limit('views.publish', perMinute)
    const content = { type: 'home' as const, blocks: [{ type: 'divider' as const }] }
    const everybody = [...slack.people.keys()]
    return {
      hashes: Object.fromEntries(everybody.map((id) => [id, publishHome(slack, slack.desk(id), content).hash])),
    }
  },
  openings({ people: whose }) {
    return whose.map((user) => {
      const { home } = slack.desk(user)
      const view = home && { view: viewRecord(slack, home) }
      const event_ts = slack.conversations.stamp(slack.now())
      const event = { type: 'app_home_opened', user, channel: slack.dmOf(user), tab: 'home', event_ts, ...view }
      return JSON.stringify(eventEnvelope(slack, event))
    })
  },
  async published({ person, count }) {
    const look = () => publicationsOf(person).length >= count
    await slack.changes.until(look, 60_000, () => new Error(`Home was not published ${count} times within a minute`))
    return { at: publicationsOf(person) }
  },
  publications() {
    sweepRequests()
    return published.splice(0).map(
      ({ person, at, answer }): Publication => ({
        ...{ person, at },
        answer: typeof answer === 'object' ? String(answer.ok === true ? 'ok' : answer.error) : String(answer),
      }),
    )
  },
}

function bodyOf(kind: Kind): string {
  const person = next()
  if (kind === 'list') return form(commandFields(slack, person, '/dremio-pat', 'list', 'C0GENERAL'))
  const message = {
    ts: slack.conversations.stamp(slack.now()),
    channel: 'C0GENERAL',
    user: bot.userId,
    text: '',
    blocks: [],
    edited: false,
    files: [],
    to: person,
  }
  const action = {
    type: 'button',
    action_id: buttons.myTokens.id,
    block_id: 'menu',
    text: { type: 'plain_text', text: 'My tokens', emoji: true },
    value: 'mine',
    action_ts: message.ts,
  }
  return form({ payload: JSON.stringify(messageAction(slack, person, message, action, {})) })
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()

process.on('message', async (asking: Asking) => {
  const answer = answers[asking.question] as (asking: Asking) => unknown
  try {
    process.send?.({ number: asking.number, answer: await answer(asking) })
  } catch (error) {
    process.send?.({ number: asking.number, error: error instanceof Error ? error.message : String(error) })
  }
})
process.on('disconnect', () => process.exit(0))
process.send?.({ number: 0 })
