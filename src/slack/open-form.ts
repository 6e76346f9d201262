// Opens a form, and updates one that is open.
import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { askSlack, reasonOf, slackFailure } from './client.ts'
import type { OpenForm } from './interaction.ts'

/** `onTop`: opens the form on top of the one in which the button was clicked, instead of replacing it. */
export async function openForm(
  client: WebClient,
  { trigger, view, onTop }: { trigger: string; view: ModalView; onTop: boolean },
): Promise<OpenForm> {
  const asked = { trigger_id: trigger, view }
  const opened = await askSlack('open a form', () => (onTop ? client.views.push(asked) : client.views.open(asked)))
  return formCalled(client, opened.view?.id ?? '')
}

export function formCalled(client: WebClient, id: string): OpenForm {
  return {
    async update(next) {
      try {
        await client.views.update({ view_id: id, view: next })
        return true
      } catch (error) {
        // The form was closed or submitted meanwhile, so the new content is not needed.
        if (reasonOf(error) !== 'not_found') throw slackFailure('fill in the form', error)
        return false
      }
    },
  }
}
