// Opens a form, and fills in one that is on the screen.
import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { askSlack, reasonOf, slackFailure } from './client.ts'
import type { OpenForm } from './interaction.ts'

/** `onTop` of the form in which the button was clicked: opened as a new one it would replace that form. */
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
      } catch (error) {
        // The form was closed or sent meanwhile, so nobody waits for the content any more.
        if (reasonOf(error) !== 'not_found') throw slackFailure('fill in the form', error)
      }
    },
  }
}
