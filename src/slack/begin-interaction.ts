// Begins to handle what a person did: learns their language, and puts together what a handler works with.
import type { WebClient } from '@slack/web-api'
import type { Actor } from '../core/people/person.ts'
import type { Policy } from '../core/policy/evaluate.ts'
import type { Clock } from '../core/ports.ts'
import type { Operations } from '../operations/list.ts'
import { helpFor } from './command.ts'
import { failureMessage } from './failure-message.ts'
import type { Explain } from './guard.ts'
import type { DremioPlace, Interaction, Message } from './interaction.ts'
import type { Languages } from './languages.ts'
import { openForm } from './open-form.ts'

export interface InteractionWorld {
  /** For forms. */
  forms: WebClient
  operations: Operations
  policy: () => Policy
  /** The sentences in a person's language (Slack id). */
  languages: Languages
  dremio: DremioPlace
  clock: Clock
}

/** Milliseconds: a form has to be opened within three seconds after the click. */
const MEETING = 300

/** Somebody who did something, and whose language is known by now, as far as Slack says it in time. */
export async function met(
  { languages, operations }: Pick<InteractionWorld, 'languages' | 'operations'>,
  id: string,
): Promise<Actor> {
  const actor = { id }
  // What the operations read of this actor afterwards is read here, once.
  await languages.learn(id, () => operations.admit(actor), MEETING)
  return actor
}

/** `onTop`: the click was made in a form, and another one opens on top of it. */
export function interaction(
  { forms: client, operations, policy, dremio, clock, languages: { wordsOf } }: InteractionWorld,
  actor: Actor,
  trigger: string,
  explain: Explain,
  answer: (message: Message) => Promise<void>,
  onTop = false,
): Interaction {
  return {
    actor,
    operations,
    policy,
    // Read late: an operation may look the actor up, where Slack did not say their language in time.
    get words() {
      return wordsOf(actor.id)
    },
    dremio,
    now: () => clock.now(),
    help: (word) => helpFor({ actor, operations, words: wordsOf(actor.id) }, word),
    answer,
    explain,
    failure: (error) => failureMessage(wordsOf(actor.id), explain(error), error),
    async open(view, form) {
      // Slack opens about a hundred forms a minute for all people together, so each form counts against the rate limit.
      if (!form?.toEnd) await operations.countInteraction(actor)
      return openForm(client, { trigger, view, onTop })
    },
  }
}
