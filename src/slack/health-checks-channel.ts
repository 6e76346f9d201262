// Checks whether the bot can post in a channel or in somebody's direct messages, without posting a message.
import type { WebClient } from '@slack/web-api'
import type { HealthCheck } from '../core/health-check.ts'
import { DAY, SECOND } from '../core/time/duration.ts'
import { english } from '../words/words.ts'
import { reasonOf } from './client.ts'
import { remedyOf } from './health-check-remedies.ts'

/** `refused` is the reason for which it would not be posted, `left` the one for which the planned one stays. */
export type Tried = { refused: string } | { left: string } | 'would be posted'

/**
 * `now` in milliseconds since epoch. A message is scheduled for tomorrow and deleted at once: Slack then checks the
 * conversation and the bot's right to post there, and the message is never visible. Reading the channel would need a
 * scope that the bot does not have. https://docs.slack.dev/reference/methods/chat.scheduleMessage
 */
export async function tryToPost(client: WebClient, channel: string, now: number): Promise<Tried> {
  let planned: string | undefined
  try {
    const post_at = Math.floor((now + DAY) / SECOND)
    const text = english.admin.postingCheck
    planned = (await client.chat.scheduleMessage({ channel, post_at, text })).scheduled_message_id
  } catch (error) {
    return { refused: reasonOf(error) }
  }
  try {
    const takeBack = () => client.chat.deleteScheduledMessage({ channel, scheduled_message_id: planned ?? '' })
    await takeBack().catch(takeBack)
    return 'would be posted'
  } catch (error) {
    return { left: reasonOf(error) }
  }
}

/** `subject` says which channel it is. */
export async function checkChannel(
  client: WebClient,
  { id, subject }: { id: string; subject: string },
  now: number,
): Promise<HealthCheck> {
  const tried = await tryToPost(client, id, now)
  if (tried === 'would be posted')
    return { subject, state: 'ok', message: `${id} would take a message; none was posted` }
  if ('refused' in tried) {
    const { refused } = tried
    return { subject, state: 'failure', message: `${id} takes no message (${refused})`, remedy: remedyOf(refused) }
  }
  return { subject, state: 'warning', ...leftOver(id, tried.left) }
}

/** The finding about a planned message that stays. */
export function leftOver(where: string, reason: string): Pick<HealthCheck, 'message'> & { remedy: string } {
  return {
    message: `${where} would take a message, but the one planned for the check could not be taken back (${reason})`,
    remedy: 'It appears there tomorrow and says that it is a check. Nothing else is to be done.',
  }
}
