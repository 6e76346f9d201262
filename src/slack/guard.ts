// Runs every listener: with a reference number, idempotent for repeats, with a message to the person for each error.
import { BotError, isBotError } from '../core/errors.ts'
import type { Clock, IdempotencyKeys, Ids } from '../core/ports.ts'
import { placesIn } from '../core/stack-places.ts'
import { MINUTE } from '../core/time/duration.ts'
import type { Words } from '../words/words.ts'
import { createAckFirstQueue } from './ack-first-queue.ts'
import { sentenceFor } from './failure.ts'
import { failureMessage } from './failure-message.ts'
import type { Message } from './interaction.ts'
import type { Languages } from './languages.ts'
import { UndeliverableReply } from './private-replies.ts'

/**
 * Milliseconds. Slack's triggers last seconds, and its events are repeated for minutes; older replays fail the
 * signature check after five minutes.
 */
export const REMEMBERED_FOR = 15 * MINUTE

/**
 * Logs a failure and returns the sentence for the person, with the reference number if an administrator has to look it
 * up.
 */
export type Explain = (error: unknown) => string

export interface Handled {
  /** `command`, `button`, `form`, `message` and the like, and its name; never anything that a person typed. */
  kind: string
  name: string
  actor: string
  /** The same for every repeat of an interaction; undefined if Slack sends nothing that identifies repeats. */
  idempotencyKey: string | undefined
  /** The person may send the identical interaction once more after a failure. */
  mayBeRepeatedAfterFailure?: true
  handle(explain: Explain): Promise<void>
  /** Tells the actor privately what went wrong. */
  tell(failure: Message, error: unknown): Promise<void>
  /** Answers a repeat, which is not handled. */
  repeated?(): Promise<void>
}

export interface GuardLog {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

export interface Guard {
  run(handled: Handled): Promise<void>
  /** Resolves when nothing is running any more. */
  idle(): Promise<void>
}

export function createGuard(world: {
  ids: Ids
  clock: Clock
  repeats: IdempotencyKeys
  languages: Pick<Languages, 'learn' | 'wordsOf'>
  log: GuardLog
  /** Called with each failure. */
  onFailure?: (error: unknown) => void
}): Guard {
  const { ids, clock, repeats, languages, log } = world
  const running = new Set<Promise<void>>()
  const queue = createAckFirstQueue()

  async function runOnce(handled: Handled): Promise<void> {
    const { kind, name, actor, idempotencyKey } = handled
    const facts = { reference: ids.reference(), kind, name, actor }
    const begun = clock.now()
    const explain = (error: unknown) => {
      world.onFailure?.(error)
      report(log, facts, error)
      return withReference(languages.wordsOf(actor), error, facts.reference)
    }
    try {
      if (idempotencyKey !== undefined && !(await repeats.claim(idempotencyKey, REMEMBERED_FOR))) {
        log.info(facts, 'a repeat, left alone')
        await handled.repeated?.()
        return
      }
      await handled.handle(explain)
      log.info({ ...facts, milliseconds: clock.now() - begun }, 'done')
    } catch (error) {
      await languages.learn(actor)
      const failure = failureMessage(languages.wordsOf(actor), explain(error), error)
      // Every way to reach this person has just failed, and the log has the reasons.
      if (error instanceof UndeliverableReply) return
      if (handled.mayBeRepeatedAfterFailure) await forget(idempotencyKey, error)
      await handled.tell(failure, error).catch((second: unknown) => {
        report(log, { ...facts, operation: 'say what went wrong' }, second)
      })
    }
  }

  /** If it is not forgotten, the person is told that they have sent it already. */
  async function forget(idempotencyKey: string | undefined, error: unknown): Promise<void> {
    // With a refused message only the message failed, and the deed must not be done twice.
    const mayBeDone = isBotError(error, 'redis_unavailable', 'redis_unusable', 'message_refused')
    if (idempotencyKey !== undefined && !mayBeDone) await repeats.forget(idempotencyKey).catch(() => {})
  }

  return {
    run(handled) {
      const run = queue.run(() => runOnce(handled)).finally(() => running.delete(run))
      running.add(run)
      return run
    },
    async idle() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}

/**
 * Adds the reference number if neither waiting nor the person can help: an administrator finds the failure in the log
 * with it.
 */
function withReference(words: Words, error: unknown, reference: string): string {
  const explained =
    error instanceof BotError && (error.kind === 'refused' || error.kind === 'conflict' || error.kind === 'missing')
  const sentence = sentenceFor(words, error)
  return explained ? sentence : words.failures.withReference({ sentence, reference })
}

function report(log: GuardLog, facts: object, error: unknown): void {
  if (!(error instanceof BotError)) {
    log.error({ ...facts, error: error instanceof Error ? error.name : typeof error, where: placesIn(error) }, 'failed')
    return
  }
  const level = error.kind === 'broken' ? 'error' : error.kind === 'unavailable' ? 'warn' : 'info'
  log[level]({ ...facts, code: error.code, ...errorFacts(error) }, error.kind)
}

/** Status and reason help readers of the log; the other facts are for the person and may contain personal data. */
function errorFacts({ facts }: BotError): object {
  const { status, because, operation, reason, scope } = facts as Record<string, unknown>
  return { status, because, operation, reason, scope }
}
