// Checks whether the bot can post in the audit channel, without posting a message.
import type { WebClient } from '@slack/web-api'
import type { HealthCheck } from '../core/health-check.ts'
import { DAY, SECOND } from '../core/time/duration.ts'
import { reasonOf } from './client.ts'
import { remedyOf } from './health-check-remedies.ts'

const SUBJECT = 'Audit channel'

/**
 * `now` in milliseconds since epoch. A message is scheduled for tomorrow and deleted at once: Slack then checks the
 * channel and the bot's right to post there, and the message is never visible. Reading the channel would need a scope
 * that the bot does not have.
 * https://docs.slack.dev/reference/methods/chat.scheduleMessage
 */
export async function checkChannel(client: WebClient, channel: string, now: number): Promise<HealthCheck> {
  let planned: string | undefined
  try {
    const post_at = Math.floor((now + DAY) / SECOND)
    const text = 'A check by the operators of /dremio-pat. Nothing has happened.'
    planned = (await client.chat.scheduleMessage({ channel, post_at, text })).scheduled_message_id
  } catch (error) {
    const reason = reasonOf(error)
    return {
      subject: SUBJECT,
      state: 'failure',
      message: `${channel} takes no message (${reason})`,
      remedy: remedyOf(reason),
    }
  }
  try {
    const takeBack = () => client.chat.deleteScheduledMessage({ channel, scheduled_message_id: planned ?? '' })
    await takeBack().catch(takeBack)
    return { subject: SUBJECT, state: 'ok', message: `${channel} would take a message; none was posted` }
  } catch (error) {
    const message = `${channel} would take a message, but the one planned for the check could not be taken back (${reasonOf(error)})`
    const remedy = 'It appears there tomorrow and says that it is a check. Nothing else is to be done.'
    return { subject: SUBJECT, state: 'warning', message, remedy }
  }
}
