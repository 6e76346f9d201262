// `why [lifetime]`: explains what would happen to a request for a token, without making one.

import { lifetimeChoices } from '../../core/policy/evaluate.ts'
import { parseDuration } from '../../core/time/duration.ts'
import { unquoted, withoutCourtesy } from '../../core/typed-words.ts'
import type { Subcommand } from '../interaction.ts'
import { section } from '../views/block-kit.ts'
import { policyMessage } from '../views/requests/policy-message.ts'

export const why: Subcommand = {
  word: 'why',
  async run({ actor, operations, policy, answer, help, words }, typed) {
    const asked = unquoted(withoutCourtesy(typed))
    const settings = policy()
    const lifetime = asked === '' ? settings.lifetime.default : parseDuration(asked ?? '')
    if (lifetime === undefined) {
      await operations.admit(actor)
      // The word is not shown again, because an unreadable word may be a pasted token.
      const text = words.why.unreadableLifetime
      const { blocks = [] } = await help('why')
      return answer({ text, blocks: [section(text), ...blocks] })
    }
    const ask = { label: '', lifetime, reason: '' }
    const explanation = await operations.explainPolicy(actor, ask, lifetimeChoices(settings))
    await answer(policyMessage(words, settings, lifetime, explanation))
  },
}
