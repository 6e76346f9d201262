// `delegate [@person] [until …]` and `delegate off`: who decides in my place, and until when.
import { BotError } from '../../core/errors.ts'
import { openDelegateForm } from '../cards/delegate-form.ts'
import { delegatedMessage, delegationEndedMessage } from '../cards/delegation-message.ts'
import type { Subcommand } from '../surface.ts'

/** May be said or left out: `until friday`, `for 7d`, `friday`. */
const PREPOSITION = /^(until|till|for)(?!\S)\s*/i

export const delegate: Subcommand = {
  word: 'delegate',
  usage: '[@person] [until date | weekday | duration] · off',
  summary: 'for approvers: who decides in your place, and until when',
  details: [
    '`delegate @person until friday` lets them decide in your place. Until may be a date (`2026-12-01`), a weekday (the next one; today’s name means a week from now), `today`, `tomorrow`, or a duration (`12h`, `7d`, `2w`).',
    'A day lasts until its end in your time zone. Thirty days are the most, and what you get if you name no end.',
    '`delegate off` ends it at once; `delegate` alone shows who it is now, in a form.',
    'You can still decide as well. Nobody decides on a request of their own, and your delegate’s own delegate does not decide for you.',
  ].join('\n'),
  async run(asked, words) {
    const { operations, actor, answer, now } = asked
    const text = words.join(' ').trim()
    if (text === '') return openDelegateForm(asked)
    if (/^off$/i.test(text)) return answer(delegationEndedMessage(await operations.endDelegation(actor)))
    if (PREPOSITION.test(text)) {
      await operations.admit(actor)
      return answer(asked.help('delegate'))
    }
    const { delegation, shown } = await operations.delegateReviews(actor, readWords(text))
    await answer(delegatedMessage(delegation, shown, now()))
  },
}

/** A mention as Slack escapes it, `<@U123|ana>`, or a bare id. A bare name cannot be told from somebody else's. */
function readWords(text: string): { delegate: string; until?: string } {
  const found = /^(?:<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|([UW][A-Z0-9]+)(?!\S))\s*(.*)$/s.exec(text)
  const [, mentioned, bare, rest = ''] = found ?? []
  const delegate = mentioned ?? bare
  if (delegate === undefined) throw new BotError('no_such_person', { words: text.split(/\s/)[0] ?? '' })
  return { delegate, ...(rest !== '' && { until: rest.replace(PREPOSITION, '') }) }
}
