// Listens to Slack's events: people write to the bot, change, or remove it. They may come hours late, and twice.
import type { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Clock } from '../core/ports.ts'
import { SECOND } from '../core/time/duration.ts'
import type { Operations } from '../operations/list.ts'
import { readMessageEvent } from './direct-message.ts'
import { toPerson } from './directory.ts'
import { type Guard, REMEMBERED_FOR } from './guard.ts'
import { readAgain } from './late-direct-message.ts'
import type { RepliesTo } from './private-replies.ts'
import { notUnderstoodMessage } from './views/menu/menu.ts'
import { leakOfferMessage } from './views/tokens/leak-offer.ts'

export interface EventsWorld {
  client: WebClient
  guard: Guard
  operations: Operations
  clock: Clock
  /** Slack says that the app was removed, now or some time ago. */
  onTakenAway: () => void
}

export function listenToEvents(app: App, world: EventsWorld, repliesTo: RepliesTo): void {
  const { client, guard, operations, clock } = world

  app.event('message', async ({ event, body }) => {
    const message = readMessageEvent(event)
    if (!message) return
    const { user } = message
    const { answer } = repliesTo({ user })
    // An event older than what is remembered of repeats may have been dealt with, and nobody waits for an answer to it.
    const isLate = clock.now() - body.event_time * SECOND > REMEMBERED_FOR
    await guard.run({
      kind: 'message',
      name: isLate ? 'late' : 'direct',
      actor: user,
      idempotencyKey: body.event_id,
      async handle() {
        const now = isLate ? message.holdsToken && (await readAgain(client, event.channel, message)) : message
        if (!now) return
        // Whatever leads to the end of a token has no rate limit.
        await (now.holdsToken ? operations.admitToRevoke : operations.admit)({ id: user })
        await answer(now.holdsToken ? leakOfferMessage(now.tids, 'message') : notUnderstoodMessage())
      },
      tell: isLate ? async () => {} : answer,
    })
  })

  app.event('user_change', async ({ event, body }) => {
    const { id, tz } = event.user as { id: string; tz?: string }
    const seen = toPerson(id, event.user as Parameters<typeof toPerson>[1], clock.now())
    await guard.run({
      kind: 'event',
      name: 'user_change',
      actor: id,
      idempotencyKey: body.event_id,
      handle: () => operations.noticePerson(seen, tz),
      // The person did nothing and waits for nothing.
      tell: async () => {},
    })
  })

  // Either event may be about an earlier installation, so Slack is asked how it is now.
  app.event('tokens_revoked', async () => world.onTakenAway())
  app.event('app_uninstalled', async () => world.onTakenAway())
}
