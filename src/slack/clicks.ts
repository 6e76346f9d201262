// Listens to clicks on buttons and menus in messages, in forms and on Home; each gets an answer that the person sees there.
import type { App, BlockAction } from '@slack/bolt'
import { signInLink } from './action-catalog.ts'
import { type InteractionWorld, interaction, met } from './begin-interaction.ts'
import type { Guard, GuardLog } from './guard.ts'
import { actionHandlerOf } from './handlers/registry.ts'
import type { Message } from './interaction.ts'
import { formCalled, openForm } from './open-form.ts'
import type { RepliesTo } from './private-replies.ts'
import { noteOpenedLink } from './sign-in-prompts.ts'
import { clickIn } from './values.ts'
import { outdatedMessage } from './views/menu/menu.ts'
import { answerModal } from './views/notice-modal.ts'

export interface ClicksWorld extends InteractionWorld {
  guard: Guard
  log: GuardLog
}

export function listenToClicks(app: App, world: ClicksWorld, repliesTo: RepliesTo): void {
  const { guard, forms, languages, operations } = world

  app.action<BlockAction>(/.*/, async ({ ack, body, respond, action }) => {
    await ack()
    // A link button opens its page by itself, and Slack also reports the click.
    if (action.action_id === signInLink.id) return noteOpenedLink(world, body)
    if (action.type === 'button' && action.url) return
    const click = clickIn(action)
    const handler = click && actionHandlerOf(click.id)
    const { view, trigger_id: trigger } = body
    const isOnHome = view?.type === 'home'
    const form = view?.type === 'modal' ? formCalled(forms, view.id) : undefined
    const words = () => languages.wordsOf(body.user.id)
    const inForm = (message: Message) =>
      answerModal(words(), view?.type === 'modal' ? view.title.text : words().home.title, message)
    // A click in a form or on Home has no conversation to answer in. On Home the answer is a form, because nobody who looks
    // at that tab sees a message.
    const replies = repliesTo({
      user: body.user.id,
      respond: body.response_url ? respond : undefined,
      channel: body.channel?.id,
      first: isOnHome ? (message) => openForm(forms, { trigger, view: inForm(message), onTop: false }) : undefined,
    })
    const { answer } = replies
    await guard.run({
      kind: 'button',
      name: handler ? click.id : 'unknown',
      actor: body.user.id,
      idempotencyKey: `${trigger}:${action.action_id}`,
      async handle(explain) {
        const actor = await met(world, body.user.id)
        if (!handler) return answer(outdatedMessage(words(), 'button'))
        try {
          await handler({
            ...interaction(world, actor, trigger, explain, answer, form !== undefined),
            form,
            isOnHome,
            value: click.value,
            // A list that was opened in a form is turned to another page there.
            async replace(message) {
              if (!(await form?.update(inForm(message)))) await replies.replace(message)
            },
            remove: () => replies.remove(words()),
          })
        } finally {
          // What the click changed is seen at once. If that fails, an alarm shows it.
          if (isOnHome) await operations.refreshHome(actor).catch(explain)
        }
      },
      tell: answer,
    })
  })
}
