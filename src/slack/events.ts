// What Slack tells by itself: people write to the bot, change, take it away. It may come hours late, and twice.
import type { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Clock } from '../core/ports.ts'
import { SECOND } from '../core/time/duration.ts'
import type { Operations } from '../operations/list.ts'
import { type AnswersFor, pointer } from './answers.ts'
import { leakOffer } from './cards/leaked-form.ts'
import { toPerson } from './directory.ts'
import { type Guard, REMEMBERED_FOR } from './guard.ts'
import { overheardLate } from './late-message.ts'
import { overhear } from './overheard.ts'

export interface EventsWorld {
  client: WebClient
  guard: Guard
  operations: Operations
  clock: Clock
  /** Slack says that the app was taken away, now or some time ago. */
  onTakenAway: () => void
}

export function listenToEvents(app: App, world: EventsWorld, answers: AnswersFor): void {
  const { client, guard, operations, clock } = world

  app.event('message', async ({ event, body }) => {
    const heard = overhear(event)
    if (!heard) return
    const { user } = heard
    const { answer: say } = answers({ user })
    // Older than what is remembered of repeats, so it may have been dealt with. Nobody waits for an answer to it.
    const isLate = clock.now() - body.event_time * SECOND > REMEMBERED_FOR
    await guard.run({
      kind: 'message',
      name: isLate ? 'late' : 'direct',
      actor: user,
      idempotencyKey: body.event_id,
      async handle() {
        const now = isLate ? heard.holdsToken && (await overheardLate(client, event.channel, heard)) : heard
        if (!now) return
        // What leads to the end of a token has no limit.
        await (now.holdsToken ? operations.admitToRevoke : operations.admit)({ id: user })
        await say(now.holdsToken ? leakOffer(now.tids, 'message') : pointer())
      },
      tell: isLate ? async () => {} : say,
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
      // They did nothing and wait for nothing.
      tell: async () => {},
    })
  })

  // Either may be about an installation of yesterday, so Slack is asked how it is now.
  app.event('tokens_revoked', async () => world.onTakenAway())
  app.event('app_uninstalled', async () => world.onTakenAway())
}
