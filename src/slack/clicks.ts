// Listens to clicks on buttons and menus in messages, in forms and on Home; each gets an answer that the person sees there.
import type { App, BlockAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { isBotError } from '../core/errors.ts'
import type { Actor } from '../core/people/person.ts'
import { buttons, signInLink } from './action-catalog.ts'
import { type InteractionWorld, interaction, met } from './begin-interaction.ts'
import { failureMessage } from './failure-message.ts'
import type { Explain, Guard, GuardLog } from './guard.ts'
import { actionHandlerOf } from './handlers/registry.ts'
import type { Message, OpenForm } from './interaction.ts'
import { formCalled, openForm } from './open-form.ts'
import type { RepliesTo } from './private-replies.ts'
import { noteOpenedLink } from './sign-in-prompts.ts'
import { clickIn } from './values.ts'
import { refusedHomeView } from './views/home/home.ts'
import { outdatedMessage } from './views/menu/menu.ts'
import { answerModal } from './views/notice-modal.ts'

export interface ClicksWorld extends InteractionWorld {
  guard: Guard
  log: GuardLog
  /** Publishes why somebody has no Home any more. */
  homes: WebClient
}

/** Buttons on Home that publish it themselves. */
const publishing: ReadonlySet<string> = new Set([
  buttons.refreshHome.id,
  buttons.previousHomePage.id,
  buttons.nextHomePage.id,
])

export function listenToClicks(app: App, world: ClicksWorld, repliesTo: RepliesTo): void {
  const { guard, forms, homes, languages, operations } = world

  app.action<BlockAction>(/.*/, async ({ ack, body, respond, action }) => {
    await ack()
    // A link button opens its page by itself, and Slack also reports the click.
    if (action.action_id === signInLink.id) return noteOpenedLink(world, body)
    if (action.type === 'button' && action.url) return
    const click = clickIn(action)
    const handler = click && actionHandlerOf(click.id)
    const { view, trigger_id: trigger, user } = body
    const isOnHome = view?.type === 'home'
    const modal = view?.type === 'modal' ? view : undefined
    /** Whether the person has got to see anything. */
    let isAnswered = false
    const form = modal && formCalled(forms, modal.id)
    const words = () => languages.wordsOf(user.id)
    const inForm = (message: Message) => answerModal(words(), modal?.title.text ?? words().home.title, message)
    async function shows(message: Message): Promise<void> {
      const view = inForm(message)
      try {
        await openForm(forms, { trigger, view, onTop: modal !== undefined })
      } catch (error) {
        // Slack stacks three forms: https://docs.slack.dev/surfaces/modals. One that takes input is not written over.
        if (modal?.submit || !(await form?.update(view))) throw error
      }
    }
    // A click in a form or on Home has no conversation to answer in, and nobody who looks at either sees a message: the
    // answer is a form of its own.
    const replies = repliesTo({
      user: user.id,
      respond: body.response_url ? respond : undefined,
      channel: body.channel?.id,
      first: modal || isOnHome ? shows : undefined,
    })
    const answer = (message: Message) => {
      isAnswered = true
      return replies.answer(message)
    }
    const update: OpenForm['update'] = async (next) => {
      isAnswered = true
      return (await form?.update(next)) ?? false
    }

    /** What the click changed is seen at once. Resolves to false if that fails: an alarm shows it later. */
    async function refresh(actor: Actor, explain: Explain): Promise<boolean> {
      try {
        return await operations.refreshHome(actor)
      } catch (error) {
        if (!isBotError(error, 'person_refused', 'no_such_person')) {
          explain(error)
          return false
        }
        const view = refusedHomeView(failureMessage(words(), explain(error), error))
        return homes.views.publish({ user_id: user.id, view }).then(
          () => true,
          (failure: unknown) => {
            explain(failure)
            return false
          },
        )
      }
    }

    await guard.run({
      kind: 'button',
      name: handler ? click.id : 'unknown',
      actor: user.id,
      idempotencyKey: `${trigger}:${action.action_id}`,
      async handle(explain) {
        const actor = await met(world, user.id)
        if (!handler) return answer(outdatedMessage(words(), 'button'))
        const isRefreshed = isOnHome && !publishing.has(click.id)
        const common = interaction(world, actor, trigger, explain, answer, form !== undefined)
        try {
          await handler({
            ...common,
            open(opened, how) {
              isAnswered = true
              return common.open(opened, how)
            },
            form: form && { update },
            isOnHome,
            value: click.value,
            // A list that was opened in a form is turned to another page there.
            async replace(message) {
              if (!(form && (await update(inForm(message))))) await replies.replace(message)
            },
            remove: () => replies.remove(words()),
          })
          // Cards and Home show what happened, and somebody who looks at a form sees neither.
          if (form && !isAnswered) await update(inForm({ text: words().forms.done }))
        } catch (error) {
          if (isRefreshed) await refresh(actor, explain)
          throw error
        }
        // Home shows what happened, unless Slack takes none now.
        if (isRefreshed && !(await refresh(actor, explain)) && !isAnswered) await answer({ text: words().forms.done })
      },
      tell: answer,
    })
  })
}
