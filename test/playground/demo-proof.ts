// The proof at the end of the demo: where the token was, counted, and that it was nowhere else.
import { checkCanaries } from '../world/canary.ts'
import type { DemoWorld } from './demo-world.ts'

/** Ends the bot, so that its log is complete. Throws if the token was anywhere but in the one message to Ana. */
export async function prove({
  slack,
  dremio,
  redis,
  bot,
  ana,
  credentials,
  browsers,
  publicUrl,
}: DemoWorld): Promise<string> {
  await bot.stop()
  const pages = Object.values(browsers).flatMap((browser) => browser.answersFrom(publicUrl))
  await checkCanaries({ slack, dremio, redis, logs: bot.logs, credentials, pages })
  const [secret, ...more] = dremio.secrets
  if (secret === undefined || more.length > 0) throw new Error(`Dremio made ${dremio.secrets.length} tokens, not one`)
  const carriers = slack.requests.filter(({ args }) => JSON.stringify(args).includes(secret))
  const [only] = carriers
  if (carriers.length !== 1 || only?.method !== 'chat.postEphemeral' || only.args.user !== ana.id) {
    throw new Error(`The token was in ${carriers.length} requests to Slack: ${carriers.map(({ method }) => method)}`)
  }
  return (
    'The token was in one ephemeral message to Ana, and nowhere else: ' +
    `not in ${slack.requests.length - 1} other requests to Slack, not in Redis (${linesOf(await redis.dump())} keys), ` +
    `not in the log (${linesOf(bot.logs.join(''))} lines), not in ${pages.length} web pages. Nor was any of the ` +
    `${dremio.issuedSecrets.length} codes, verifiers and access tokens of the sign-ins.`
  )
}

function linesOf(text: string): number {
  return text.split('\n').filter((line) => line !== '').length
}
