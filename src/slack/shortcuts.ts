// Listens to shortcuts, which people choose in Slack's own menus: for everywhere, and for one message.
import type { App } from '@slack/bolt'
import type { Words } from '../words/words.ts'
import { shortcuts } from './action-catalog.ts'
import { type InteractionWorld, interaction, met } from './begin-interaction.ts'
import type { Guard } from './guard.ts'
import { shortcutHandlerOf } from './handlers/registry.ts'
import type { Message } from './interaction.ts'
import { openForm } from './open-form.ts'
import type { RepliesTo } from './private-replies.ts'
import { shortcutMessageIn } from './shortcut-message.ts'
import { section } from './views/block-kit.ts'
import { outdatedMessage } from './views/menu/menu.ts'
import { answerModal } from './views/notice-modal.ts'

export interface ShortcutsWorld extends InteractionWorld {
  guard: Guard
}

export function listenToShortcuts(app: App, world: ShortcutsWorld, repliesTo: RepliesTo): void {
  const { guard, languages } = world

  app.shortcut(/.*/, async ({ ack, body, respond }) => {
    await ack()
    const { callback_id: id, trigger_id: trigger } = body
    const user = body.user.id
    const words = () => languages.wordsOf(user)
    const message = shortcutMessageIn(body)
    const handler = shortcutHandlerOf(id)
    const label = Object.values(shortcuts).find((shortcut) => shortcut.id === id)?.label
    // A global shortcut has no conversation to answer in, so the answer goes to the direct messages, or else into a form.
    const { answer } = repliesTo({
      user,
      respond: 'response_url' in body && body.response_url ? respond : undefined,
      open: label && ((said) => openForm(world.forms, { trigger, view: answered(label, said), onTop: false })),
    })
    const answered = (title: keyof Words['labels']['shortcuts'], said: Message) =>
      answerModal(words(), words().labels.shortcuts[title], said)
    await guard.run({
      kind: 'shortcut',
      name: handler ? id : 'unknown',
      actor: user,
      idempotencyKey: trigger,
      async handle(explain) {
        const actor = await met(world, user)
        if (!handler) return answer(outdatedMessage(words(), 'shortcut'))
        await handler.use({ ...interaction(world, actor, trigger, explain, answer), message })
      },
      tell: (failure) =>
        answer(withMore(failure, handler?.onFailure?.({ actor: { id: user }, message, words: words() }))),
    })
  })
}

function withMore(failure: Message, more: Message['blocks'] = []): Message {
  if (more.length === 0) return failure
  const { text, blocks = [section(text)] } = failure
  return { text, blocks: [...blocks, ...more] }
}
