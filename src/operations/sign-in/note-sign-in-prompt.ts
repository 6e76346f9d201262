// Remembers where a person opened a link to sign in, so that it does not stay there when they have signed in.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { SignInPrompt } from '../../core/sessions/sign-in.ts'
import { countInteraction } from '../../procedures/access/count-interaction.ts'

/** Nobody is looked up, because the place is the actor's own screen. Throws `too_often`. */
export async function noteSignInPrompt(ports: Ports, actor: Actor, prompt: SignInPrompt): Promise<void> {
  await countInteraction(ports, actor)
  await ports.signIns.addPrompt(actor.id, prompt)
}
