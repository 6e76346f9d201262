// The proof at the end of the demo: where the tokens were, counted, and that they were nowhere else.
import { checkCanaries } from '../world/canary.ts'
import type { DemoWorld } from './demo-world.ts'

/**
 * Ends the bot, so that its log is complete. Throws if a token was anywhere but in the one message to Ana; the one that she
 * pasted was in none.
 */
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
  let shown = 0
  for (const secret of dremio.secrets) {
    const carriers = slack.requests.filter(({ args }) => JSON.stringify(args).includes(secret))
    const isElsewhere = carriers.some(({ method, args }) => method !== 'chat.postEphemeral' || args.user !== ana.id)
    if (carriers.length > 1 || isElsewhere) {
      throw new Error(`A token was in ${carriers.length} requests to Slack: ${carriers.map(({ method }) => method)}`)
    }
    shown += carriers.length
  }
  const pasted = slack.pasted.size
  if (shown !== 3 || pasted !== 1) throw new Error(`${shown} tokens were shown, and ${pasted} pasted`)
  return (
    `Each of the ${shown} tokens that were made was in one ephemeral message to Ana, and nowhere else; the one that she ` +
    `pasted (the search covers it too) was nowhere: not in ${slack.requests.length - shown} other requests to Slack, not in Redis (${linesOf(await redis.dump())} keys), ` +
    `not in the log (${linesOf(bot.logs.join(''))} lines), not in ${pages.length} web pages. Nor was any of the ` +
    `${dremio.issuedSecrets.length} codes, verifiers and access tokens of the sign-ins.`
  )
}

function linesOf(text: string): number {
  return text.split('\n').filter((line) => line !== '').length
}
