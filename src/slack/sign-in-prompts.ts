// Finds where somebody opened a link to sign in, and takes it off their screen once they have signed in.
import type { BlockAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { BotError } from '../core/errors.ts'
import type { SignInPrompt } from '../core/sessions/sign-in.ts'
import { SECOND } from '../core/time/duration.ts'
import type { Operations } from '../operations/list.ts'
import type { Words } from '../words/words.ts'
import { signInLink } from './action-catalog.ts'
import type { Guard } from './guard.ts'
import { formCalled } from './open-form.ts'
import { answerModal } from './views/notice-modal.ts'

/** Milliseconds. The browser of the person waits meanwhile. */
const TIMEOUT = 4 * SECOND

/** For somebody who has just opened a link: where it stands is remembered. */
export async function noteOpenedLink(
  { guard, operations }: { guard: Guard; operations: Pick<Operations, 'noteSignInPrompt'> },
  body: BlockAction,
): Promise<void> {
  const prompt = promptIn(body)
  if (!prompt) return
  await guard.run({
    kind: 'button',
    name: signInLink.id,
    actor: body.user.id,
    idempotencyKey: `${body.trigger_id}:${signInLink.id}`,
    handle: () => operations.noteSignInPrompt({ id: body.user.id }, prompt),
    // The page opens all the same.
    tell: async () => {},
  })
}

/** A private message or a form with a link to sign in. Undefined for a card, which is edited by itself. */
function promptIn({ container, response_url, view }: BlockAction): SignInPrompt | undefined {
  if (view?.type === 'modal') return { view: view.id, title: view.title.text }
  return container.is_ephemeral === true && response_url ? { responseUrl: response_url } : undefined
}

/** A form cannot be closed from here, so it says that it is over. Throws `slack_unavailable`. */
export async function removeSignInPrompt(client: WebClient, words: Words, prompt: SignInPrompt): Promise<void> {
  if ('view' in prompt) {
    const view = answerModal(words, prompt.title, { text: words.signIn.promptOver })
    await formCalled(client, prompt.view).update(view)
    return
  }
  const body = JSON.stringify({ delete_original: true })
  const headers = { 'Content-Type': 'application/json' }
  const { status } = await fetch(prompt.responseUrl, {
    ...{ method: 'POST', headers, body },
    signal: AbortSignal.timeout(TIMEOUT),
  }).catch(() => {
    // The error may name the URL, which is nobody else's.
    throw new BotError('slack_unavailable', { operation: 'answer', reason: 'no connection' })
  })
  // Slack no longer takes it, so the message is older than the half hour, or was hidden by the person.
  if (status === 404 || status === 410) return
  if (status >= 400) throw new BotError('slack_unavailable', { operation: 'answer', reason: `HTTP ${status}` })
}
