// Listens to Slack's events: messages to the bot, changed people, and the app's removal. They may come late, and twice.
import type { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { isBotError } from '../core/errors.ts'
import type { Clock } from '../core/ports.ts'
import { SECOND } from '../core/time/duration.ts'
import type { Operations } from '../operations/list.ts'
import { readMessageEvent } from './direct-message.ts'
import { toPerson } from './directory.ts'
import { type Guard, REMEMBERED_FOR } from './guard.ts'
import type { Languages } from './languages.ts'
import { readAgain } from './late-direct-message.ts'
import type { RepliesTo } from './private-replies.ts'
import { failedHomeView, refusedHomeView } from './views/home/home.ts'
import { notUnderstoodMessage } from './views/menu/menu.ts'
import { leakOfferMessage } from './views/tokens/leak-offer.ts'

export interface EventsWorld {
  client: WebClient
  /** Publishes why somebody has no Home. */
  homes: WebClient
  guard: Guard
  operations: Operations
  clock: Clock
  /** The sentences in the language of a person (Slack id). */
  languages: Languages
  /** Slack reports that the app was removed, now or earlier. */
  onTakenAway: () => void
}

export function listenToEvents(app: App, world: EventsWorld, repliesTo: RepliesTo): void {
  const { client, homes, guard, operations, clock, languages } = world

  app.event('app_home_opened', async ({ event, body }) => {
    // Slack reports the Messages tab as well: https://docs.slack.dev/reference/events/app_home_opened
    if (event.tab !== 'home') return
    const { user } = event
    await guard.run({
      kind: 'event',
      name: 'app_home_opened',
      actor: user,
      idempotencyKey: body.event_id,
      async handle() {
        await operations.openHome({ id: user }, hashIn(event.view))
      },
      async tell(failure, error) {
        // What they see stays true, and is published again with the next change.
        if (event.view && isBotError(error, 'too_often')) return
        // Without Redis not even a repeat can be told apart, and nothing else was tried.
        if (isBotError(error, 'redis_unavailable', 'redis_unusable'))
          return void (await operations.openHome({ id: user }))
        const isRefused = isBotError(error, 'person_refused', 'no_such_person')
        const view = isRefused ? refusedHomeView(failure) : failedHomeView(languages.wordsOf(user), failure)
        await homes.views.publish({ user_id: user, view })
      },
    })
  })

  app.event('message', async ({ event, body }) => {
    const message = readMessageEvent(event)
    if (!message) return
    const { user } = message
    const { answer } = repliesTo({ user })
    // The idempotency key of such an old event may have expired, so the event may have been handled already; and its
    // author no longer expects an answer.
    const isLate = clock.now() - body.event_time * SECOND > REMEMBERED_FOR
    await guard.run({
      kind: 'message',
      name: isLate ? 'late' : 'direct',
      actor: user,
      idempotencyKey: body.event_id,
      async handle() {
        const now = isLate ? message.holdsToken && (await readAgain(client, event.channel, message)) : message
        if (!now) return
        // Operations that lead to a revocation have no rate limit.
        await (now.holdsToken ? operations.admitToRevoke : operations.admit)({ id: user })
        const words = languages.wordsOf(user)
        await answer(now.holdsToken ? leakOfferMessage(words, now.tids, 'message') : notUnderstoodMessage(words))
      },
      tell: isLate ? async () => {} : answer,
    })
  })

  app.event('user_change', async ({ event, body }) => {
    const { id, tz } = event.user as { id: string; tz?: string }
    const seen = toPerson(id, event.user as Parameters<typeof toPerson>[1], clock.now())
    if (seen.locale !== undefined) languages.notice(seen)
    await guard.run({
      kind: 'event',
      name: 'user_change',
      actor: id,
      idempotencyKey: body.event_id,
      handle: () => operations.noticePerson(seen, tz),
      // The person did nothing and expects no answer.
      tell: async () => {},
    })
  })

  // Both events may concern an earlier installation, so Slack is asked for the present state.
  app.event('tokens_revoked', async () => world.onTakenAway())
  app.event('app_uninstalled', async () => world.onTakenAway())
}

/** The SDK's type of the view lacks its hash: https://docs.slack.dev/reference/events/app_home_opened */
function hashIn(view: unknown): string | undefined {
  const { hash } = (view ?? {}) as { hash?: unknown }
  return typeof hash === 'string' && hash !== '' ? hash : undefined
}
