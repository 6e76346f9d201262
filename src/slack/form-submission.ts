// Runs a submitted form: it closes once that is done, and a refusal is shown in it, with all that was typed.
import type { ModalView } from '@slack/types'
import { BotError, isBotError } from '../core/errors.ts'
import type { Words } from '../words/words.ts'
import { type Acknowledgement, createFormAnswer, type FormAnswer } from './form-answer.ts'
import type { Explain, Guard } from './guard.ts'
import type { FormHandler, Message, ModalSubmission, OpenForm } from './interaction.ts'
import { checkingModal, refusedLater, typedAgain, typedIn, withNotice, withoutFields } from './views/sent-form.ts'

export interface Submitted {
  /** Slack's view, as it was submitted. */
  view: { id: string; hash?: string; callback_id: string }
  actor: string
  handler: FormHandler
  ack: (answer: Acknowledgement) => Promise<void>
  form: OpenForm
  /** Writes to the person's direct messages. */
  answer: (message: Message) => Promise<void>
  submission: (explain: Explain) => ModalSubmission
  words: () => Words
  /** Milliseconds until the form says that it is being checked. */
  within: number
}

export type Submit = (submitted: Submitted) => Promise<void>

export function createSubmit(guard: Guard): Submit {
  const running = new Map<string, FormAnswer>()

  return async (submitted) => {
    const { view, actor, handler, ack, words } = submitted
    // Not the trigger, because it differs between two clicks on one button of a form, which must count once.
    const key = `${view.id}:${view.hash}`
    const first = running.get(key)
    if (first) return ack(await first.acknowledged)
    const again = handler.again ? handler.again(submitted.submission(unexplained)) : typedAgain(view)
    const answer = createFormAnswer({
      ...submitted,
      checking: again && checkingModal(words(), again),
    })
    running.set(key, answer)
    try {
      await guard.run({
        kind: 'form',
        name: view.callback_id,
        actor,
        idempotencyKey: key,
        // After a refusal the same form may be sent once more.
        mayBeRepeatedAfterFailure: true,
        handle: (explain) => succeed(submitted, again, answer, explain),
        tell: (failure, error) => refuse(submitted, again, answer, failure, error),
        repeated: () => repeated(submitted, again, answer),
      })
    } finally {
      await answer.end()
      running.delete(key)
    }
  }
}

async function succeed(
  { handler, submission, answer: write, words }: Submitted,
  again: ModalView | undefined,
  answer: FormAnswer,
  explain: Explain,
): Promise<void> {
  const said = await handler.submit(submission(explain))
  if (said && 'inForm' in said) {
    const isShown = again && (await answer.show(withNotice(again, said.inForm)).catch(() => false))
    if (isShown) return
    await answer.end()
    return write(said.inForm)
  }
  const done = { text: words().forms.done }
  // What is said is written in any case, so a form that cannot be updated loses nothing.
  if (again) await answer.close(withoutFields(words(), { ...again, blocks: [] }, done)).catch(() => {})
  else await answer.end()
  if (said) await write(said)
}

async function refuse(
  { handler, submission, answer: write, words }: Submitted,
  again: ModalView | undefined,
  answer: FormAnswer,
  failure: Message,
  error: unknown,
): Promise<void> {
  const sent = submission(unexplained)
  if (again && error instanceof BotError) {
    // If a look-up that tells more about the refusal fails, the refusal itself is what counts.
    const errors = await Promise.resolve(handler.refused?.(sent, error)).catch(() => undefined)
    const isAtField = errors !== undefined && Object.keys(errors).length > 0
    if (isAtField && (await answer.errors(errors))) return
  }
  // It is done, and only the message about it is lost, so there is nothing to send again.
  if (isBotError(error, 'message_refused')) {
    const done = again && withoutFields(words(), { ...again, blocks: [] }, failure)
    if (done && (await answer.show(done).catch(() => false))) return
    await answer.end()
    return write(failure)
  }
  const next = again && (isFinal(error) ? onlyTyped(words(), again, failure) : withNotice(again, failure))
  const isShown = next !== undefined && (await answer.show(next).catch(() => false))
  if (isShown) return
  await answer.end()
  await write(refusedLater(failure, again, isFinal(error) ? undefined : handler.reopen?.(sent)))
}

/** Nobody can have meant to send an open form twice, so the person decides whether to send it again. */
async function repeated(
  { answer: write, words }: Submitted,
  again: ModalView | undefined,
  answer: FormAnswer,
): Promise<void> {
  const message = { text: words().forms.sentAlready }
  if (again && (await answer.show(withNotice(again, message)).catch(() => false))) return
  await answer.end()
  if (again) await write(message)
}

function onlyTyped(words: Words, form: ModalView, failure: Message): ModalView {
  return withoutFields(words, { ...form, blocks: typedIn(form).length > 0 ? form.blocks : [] }, failure)
}

/** Sending the form once more cannot help: somebody or time was first, or what it is about is not there. */
function isFinal(error: unknown): boolean {
  if (isBotError(error, 'policy_changed')) return error.facts.state !== 'pending'
  // What was refused is only the message about it.
  if (isBotError(error, 'own_request', 'message_refused')) return true
  return error instanceof BotError && (error.kind === 'conflict' || error.kind === 'missing')
}

/** For reading a form without running it: nothing is logged. */
const unexplained: Explain = () => ''
