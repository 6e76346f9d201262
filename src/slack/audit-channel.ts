// Tells the audit channel what was written down: several deeds in one message, no more messages than Slack takes, and later what could not be said.
import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import type { Audit, AuditOutbox, AuditTurn, WrittenEntry } from '../core/audit.ts'
import { isBotError } from '../core/errors.ts'
import type { Clock } from '../core/ports.ts'
import { MINUTE, SECOND } from '../core/time/duration.ts'
import { auditLine } from './audit-line.ts'
import { isLasting, reasonOf } from './client.ts'
import { withoutPreviews } from './outbox.ts'
import { moment } from './views/block-kit.ts'

// https://docs.slack.dev/apis/web-api/rate-limits: about one message a second for each channel.
const PACE = SECOND
// https://docs.slack.dev/reference/methods/chat.postMessage: longer texts may be cut.
const LONGEST_TEXT = 4_000
/** Milliseconds after which another process may try, if this one dies in the middle; longer than the client waits. */
const LEASE = 30 * SECOND
/** When nothing is left to say: another process may have died, or stopped, before it said what it wrote down. */
const IDLE = 10 * SECOND
const AFTER_FAILURE = 5 * SECOND
/** Somebody has to put it right, in Slack or in our settings. */
const AFTER_REFUSAL = 5 * MINUTE
/** A deed of which the channel hears later than that is told with its moment. */
const LATE = MINUTE

export interface AuditChannel {
  /** Writes down as before, and has it announced soon after; nobody waits for that. */
  audit: Audit
  start(): void
  /** Finishes what it is saying. What is left another process says, or this one when it is started again. */
  stop(): Promise<void>
}

export interface AuditChannelWorld {
  audit: Audit
  auditOutbox: AuditOutbox
  /** One of its own, which neither retries nor waits: told to wait, it must not hold up what people wait for. */
  client: WebClient
  /** Slack channel id; undefined if nobody is to be told. */
  channel: string | undefined
  clock: Clock
  /** Hears of each failure of Slack. */
  onFailure?: (error: unknown) => void
  log: {
    info(facts: object, message: string): void
    warn(facts: object, message: string): void
    error(facts: object, message: string): void
  }
}

export function createAuditChannel({
  audit,
  auditOutbox,
  client,
  channel,
  clock,
  log,
  onFailure,
}: AuditChannelWorld): AuditChannel {
  if (channel === undefined) return { audit, start() {}, stop: async () => {} }
  /** Why it could not be told, as long as that is the reason: said once. */
  let trouble: string | undefined
  let running: Promise<void> | undefined
  /** Something was written down since the present look began. */
  let isStale = false
  let timer: NodeJS.Timeout | undefined
  let stopped = true

  /** Milliseconds until the next look is worth it. */
  async function announce(): Promise<number> {
    const turn = await auditOutbox.take(LEASE)
    if (!turn) return PACE
    const { text, count } = messageOf(turn, clock.now())
    if (count === 0) {
      await turn.end(0)
      return IDLE
    }
    try {
      await client.chat.postMessage({ channel: channel ?? '', text, ...withoutPreviews })
    } catch (error) {
      const pause = pauseAfter(error)
      await turn.end(pause)
      return pause
    }
    await turn.announced(count)
    await turn.end(PACE)
    if (trouble !== undefined) log.info({ channel }, 'the audit channel is told again')
    trouble = undefined
    return count < turn.entries.length ? PACE : IDLE
  }

  function pauseAfter(error: unknown): number {
    onFailure?.(error)
    const reason = reasonOf(error)
    const isRefused = isLasting(error) || (error instanceof WebAPIPlatformError && reason === 'missing_scope')
    if (reason !== trouble) {
      if (isRefused) log.error({ channel, reason, remedy: cureOf(reason) }, 'Slack refuses the audit channel')
      else log.warn({ channel, reason }, 'the audit channel has to wait')
    }
    trouble = reason
    if (error instanceof WebAPIRateLimitedError) return Math.max(error.retryAfter * SECOND, PACE)
    return isRefused ? AFTER_REFUSAL : AFTER_FAILURE
  }

  function look(): void {
    clearTimeout(timer)
    isStale = running !== undefined
    if (running || stopped) return
    running = announce()
      .catch((error: unknown) => {
        if (!isBotError(error, 'redis_unavailable'))
          log.error({ error: nameOf(error) }, 'the audit channel was not told')
        return AFTER_FAILURE
      })
      .then((pause) => {
        running = undefined
        if (stopped) return
        timer = setTimeout(look, isStale ? Math.min(pause, PACE) : pause)
        timer.unref()
      })
  }

  return {
    audit: {
      async append(entry) {
        await audit.append(entry)
        look()
      },
    },
    start() {
      stopped = false
      look()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
      // Once more, for what was written down within the last second.
      await announce().catch(() => {})
    },
  }
}

/** As many of them as one message holds, each whole. */
function messageOf({ entries, skipped }: AuditTurn, now: number): { text: string; count: number } {
  const lines: string[] = []
  const entriesAre = skipped === 1 ? 'entry is' : 'entries are'
  if (skipped > 0) lines.push(`${skipped} earlier ${entriesAre} not shown here; the audit log has everything.`)
  let length = lines.join('\n').length
  let count = 0
  for (const written of entries) {
    const line = lineOf(written, now)
    if (count > 0 && length + 1 + line.length > LONGEST_TEXT) break
    lines.push(line)
    length += 1 + line.length
    count += 1
  }
  return { text: lines.join('\n'), count }
}

function lineOf({ entry, at }: WrittenEntry, now: number): string {
  return now - at > LATE ? `${auditLine(entry)} · ${moment(at)}` : auditLine(entry)
}

/** What helps against a reason of Slack's: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
function cureOf(reason: string): string {
  return cures[reason] ?? 'Look the reason up on Slack’s page about chat.postMessage.'
}

const cures: { readonly [reason: string]: string } = {
  channel_not_found: 'Check AUDIT_CHANNEL: the id of a channel. Invite the bot if it is a private one.',
  not_in_channel: 'Invite the bot into the channel that AUDIT_CHANNEL names.',
  is_archived: 'Unarchive the channel that AUDIT_CHANNEL names, or name another one.',
  missing_scope: 'Give the app the scopes of manifest.yml, and install it again.',
  restricted_action: 'Let the bot post in the channel that AUDIT_CHANNEL names.',
}

/** A class; never a message, which may hold anything. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
