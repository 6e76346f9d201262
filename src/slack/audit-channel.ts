// Announces audit entries in the audit channel: several in one message, within Slack's rate limits, with retries.
import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import { type Audit, type AuditBatch, type AuditOutbox, isAnnounced } from '../core/audit.ts'
import { isBotError } from '../core/errors.ts'
import type { Clock } from '../core/ports.ts'
import { MINUTE, SECOND } from '../core/time/duration.ts'
import type { Words } from '../words/words.ts'
import type { Line, LinesOf } from './audit-facts.ts'
import { isLasting, reasonOf } from './client.ts'
import { withoutPreviews } from './outbox.ts'
import { auditLine } from './views/audit-line.ts'
import { moment } from './views/block-kit.ts'

// https://docs.slack.dev/apis/web-api/rate-limits: about one message a second for each channel.
const PACE = SECOND
// https://docs.slack.dev/reference/methods/chat.postMessage: longer texts may be cut.
const LONGEST_TEXT = 4_000
/** Milliseconds after which another process may announce, if this one crashes; longer than the client's timeout. */
const LEASE = 30 * SECOND
/** More do not fit into one message. */
const MOST_LINES = 50
/** What people wrote mentions and links nobody. */
const AS_IT_IS = { parse: 'none', link_names: false } as const
/** Pause when nothing is left: another process may have crashed or stopped before it announced its entries. */
const IDLE = 10 * SECOND
const AFTER_FAILURE = 5 * SECOND
/** Longer, because an operator has to correct something in Slack or in the settings. */
const AFTER_REFUSAL = 5 * MINUTE
/** An entry that is announced later than this gets its time. */
const LATE = MINUTE

export interface AuditChannel {
  /** Appends entries as before, and has them announced soon after, without waiting for that. */
  audit: Audit
  start(): void
  /** Finishes the current message. The rest is announced by another process, or by this one after a new start. */
  stop(): Promise<void>
}

export interface AuditChannelWorld {
  audit: Audit
  auditOutbox: AuditOutbox
  /** A separate client without retries: waiting for a rate limit must not delay messages that people wait for. */
  client: WebClient
  /** Slack channel id; undefined if there is no audit channel. */
  channel: string | undefined
  clock: Clock
  linesOf: LinesOf
  /** Everybody in the channel reads the same. */
  words: Words
  /** Called with each failure of Slack. */
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
  linesOf,
  words,
  log,
  onFailure,
}: AuditChannelWorld): AuditChannel {
  if (channel === undefined) return { audit, start() {}, stop: async () => {} }
  /** The reason of the current failure, which is logged only once. */
  let trouble: string | undefined
  let running: Promise<void> | undefined
  /** An entry was appended since the current announcement began. */
  let isStale = false
  let timer: NodeJS.Timeout | undefined
  let stopped = true

  /** Returns the milliseconds until the next announcement. */
  async function announce(): Promise<number> {
    const turn = await auditOutbox.take(LEASE)
    if (!turn) return PACE
    const considered = turn.entries.slice(0, MOST_LINES)
    const announced = considered.flatMap(({ entry, at }, index) => (isAnnounced(entry) ? [{ entry, at, index }] : []))
    const lines = announced.length === 0 ? [] : await linesOf(announced).catch(failed(turn))
    const { text, shown } = messageOf(words, turn, lines, clock.now())
    // What is only written down is done with as soon as everything before it was announced.
    const count = announced[shown]?.index ?? considered.length
    if (count === 0) {
      await turn.end(0)
      return IDLE
    }
    try {
      if (text !== '') await client.chat.postMessage({ channel: channel ?? '', text, ...AS_IT_IS, ...withoutPreviews })
    } catch (error) {
      const pause = pauseAfter(error)
      await turn.end(pause)
      return pause
    }
    await turn.announced(count)
    await turn.end(text === '' ? 0 : PACE)
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

  function announceNext(): void {
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
        timer = setTimeout(announceNext, isStale ? Math.min(pause, PACE) : pause)
        timer.unref()
      })
  }

  return {
    audit: {
      async append(entry) {
        await audit.append(entry)
        announceNext()
      },
      written: announceNext,
    },
    start() {
      stopped = false
      announceNext()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
      // Announces once more, for entries of the last second.
      await announce().catch(() => {})
    },
  }
}

/** As many lines as fit into one message, each of them whole; `shown` is their number. */
function messageOf(
  words: Words,
  { skipped }: AuditBatch,
  lines: readonly Line[],
  now: number,
): { text: string; shown: number } {
  const kept = skipped > 0 ? [words.audit.skipped({ entries: skipped })] : []
  let length = kept.join('\n').length
  let shown = 0
  for (const { entry, at, ...facts } of lines) {
    const line = auditLine(words, entry, { ...facts, ...(now - at > LATE && { when: moment(at) }) })
    if (shown > 0 && length + 1 + line.length > LONGEST_TEXT) break
    kept.push(line)
    length += 1 + line.length
    shown += 1
  }
  return { text: kept.join('\n'), shown }
}

/** Ends the turn, so that the next try need not wait until it runs out. */
function failed({ end }: AuditBatch): (error: unknown) => Promise<never> {
  return async (error) => {
    await end(AFTER_FAILURE)
    throw error
  }
}

/** The remedy for a reason of Slack: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
function cureOf(reason: string): string {
  return cures[reason] ?? cures.other
}

const cures: { readonly [reason: string]: string; readonly other: string } = {
  other: 'Look the reason up on Slack’s page about chat.postMessage.',
  channel_not_found: 'Check AUDIT_CHANNEL: the id of a channel. Invite the bot if it is a private one.',
  not_in_channel: 'Invite the bot into the channel that AUDIT_CHANNEL names.',
  is_archived: 'Unarchive the channel that AUDIT_CHANNEL names, or name another one.',
  missing_scope: 'Give the app the scopes of manifest.yml, and install it again.',
  restricted_action: 'Let the bot post in the channel that AUDIT_CHANNEL names.',
}

/** The error's class; the message is dropped, because it may contain secrets. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
