// Answers one submitted form: within Slack's time, or by an update once the outcome is known.
import type { ModalView } from '@slack/types'
import type { OpenForm } from './interaction.ts'

/** What Slack does with a submitted form: https://docs.slack.dev/surfaces/modals#response_actions */
export type Acknowledgement =
  | undefined
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: ModalView }

/**
 * Milliseconds until a form that has no outcome says that it is being checked. Slack waits three seconds, some of which
 * are spent on the way.
 */
export const ACKNOWLEDGE_WITHIN = 1_500
/** Milliseconds after that in which an update could arrive before the view that it is to replace. */
const SETTLED_AFTER = 200

export interface FormAnswer {
  /** Closes the form. One that says it is being checked cannot be closed, and shows `late` instead. */
  close(late: ModalView): Promise<void>
  /** Shows errors at its fields. False if it is too late for that. */
  errors(errors: Record<string, string>): Promise<boolean>
  /** Shows another content in the form. False if the person has closed it. */
  show(view: ModalView): Promise<boolean>
  /** Acknowledges if nothing else did. */
  end(): Promise<void>
  /** What Slack was answered. */
  readonly acknowledged: Promise<Acknowledgement>
}

/** `checking` is shown in the meantime; without it the form closes. */
export function createFormAnswer(given: {
  ack: (answer: Acknowledgement) => Promise<void>
  form: OpenForm
  checking: ModalView | undefined
  within: number
}): FormAnswer {
  const { form, checking, within } = given
  let resolve: (answer: Acknowledgement) => void = () => {}
  const acknowledged = new Promise<Acknowledgement>((done) => {
    resolve = done
  })
  let isAcknowledged = false
  let settles: Promise<unknown> = Promise.resolve()

  /** False if that was done already. */
  async function acknowledge(answer: Acknowledgement): Promise<boolean> {
    if (isAcknowledged) return false
    isAcknowledged = true
    clearTimeout(timer)
    resolve(answer)
    await given.ack(answer)
    return true
  }

  const timer = setTimeout(() => {
    settles = new Promise((settled) => setTimeout(settled, SETTLED_AFTER))
    // A failure to answer Slack is found again by whatever answers next.
    acknowledge(checking && { response_action: 'update', view: checking }).catch(() => {})
  }, within)

  async function update(view: ModalView): Promise<boolean> {
    await settles
    return form.update(view)
  }

  return {
    async close(late) {
      if (!(await acknowledge(undefined)) && checking) await update(late)
    },
    errors: (errors) => acknowledge({ response_action: 'errors', errors }),
    show: async (view) => (await acknowledge({ response_action: 'update', view })) || (checking ? update(view) : false),
    async end() {
      await acknowledge(undefined)
    },
    acknowledged,
  }
}
