// The canary check over what local-slack itself wrote down of everything that passed through it.
import { checkCanaries } from '../world/canary.ts'
import type { Slack } from '../world/slack/slack.ts'
import type { LocalWorld } from './local-world.ts'

/** The bot's calls have the kind `web_api`; their method is the summary, their arguments are the detail. */
interface LogEntry {
  time: number
  direction: 'to_bot' | 'from_bot' | 'internal'
  kind: string
  summary: string
  detail: unknown
}

/** `pages` are what our own pages answered. Throws with the place, never the value, of whatever is anywhere but in the one ephemeral message to its owner. */
export async function checkLocalCanaries(world: LocalWorld, pages: readonly string[] = []): Promise<void> {
  const { slack, dremio, redis, bot, credentials, identityProvider } = world
  const { log } = (await (await fetch(`${slack.url}/_control/log`)).json()) as { log: LogEntry[] }
  // Only what the bot said. local-slack sends the whole message along with a click on it, also an ephemeral one, which
  // Slack does not do; that the bot got its secret back so and wrote it nowhere is part of the proof.
  const said = log.filter(({ direction }) => direction === 'from_bot')
  const requests = said
    .filter(({ kind }) => kind === 'web_api')
    .map(({ summary, detail, time }) => ({ method: summary, args: detail as Record<string, unknown>, at: time }))
  const answers = said
    .filter(({ kind }) => kind !== 'web_api')
    .map(({ kind, detail, time }) => ({ kind, status: 0, body: JSON.stringify(detail), at: time }))
  if (requests.length === 0) throw new Error('local-slack wrote nothing down, so there is nothing to check.')

  // The check reads these three and nothing else.
  const seen = { requests, answers, pasted: new Set() } as unknown as Slack
  const provider = identityProvider && { identityProvider }
  await checkCanaries({ slack: seen, dremio, redis, logs: bot.logs, credentials, pages, ...provider })
  for (const [index, secret] of dremio.secrets.entries()) {
    const times = requests.filter(({ args }) => JSON.stringify(args).includes(secret)).length
    if (times !== 1) throw new Error(`Canary check: secret ${index} was shown ${times} times`)
  }
}
