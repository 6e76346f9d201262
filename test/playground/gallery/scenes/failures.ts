// Every failure as the person reads it, with its buttons: each code in each shape that reads differently.
import { BotError, type Code, type Facts } from '../../../../src/core/errors.ts'
import { forms } from '../../../../src/slack/action-catalog.ts'
import { sentenceFor } from '../../../../src/slack/failure.ts'
import { failureMessage } from '../../../../src/slack/failure-message.ts'
import { answerModal, noticeModal, noticeModalOf } from '../../../../src/slack/views/notice-modal.ts'
import { english, type Words } from '../../../../src/words/words.ts'
import { failures as everyFailure } from '../../../slack/every-failure.ts'
import { answer, type Scene, type Subject, scene } from '../scene.ts'

/** An administrator looks these up in the log. */
const referred: readonly BotError['kind'][] = ['unavailable', 'broken']

function told(words: Words, error: BotError) {
  const sentence = sentenceFor(words, error)
  const reference = 'k7m2q9xt'
  return failureMessage(
    words,
    referred.includes(error.kind) ? words.failures.withReference({ sentence, reference }) : sentence,
    error,
  )
}

/** Facts that make no difference to what is read but in numbers are left out. */
function scenesOfCode(code: Code, facts: readonly Facts[Code][]): Scene[] {
  const seen = new Set<string>()
  const different = facts.filter((one) => {
    const read = JSON.stringify(told(english, new BotError(code, one))).replace(
      /\d+ (second|minute|hour|day)s?/g,
      'a while',
    )
    return !seen.has(read) && seen.add(read)
  })
  return different.map((one, index) => {
    const name = different.length === 1 ? code : `${code} ${index + 1}`
    return answer(name, (words) => told(words, new BotError(code, one)))
  })
}

const refused = new BotError('message_refused', {
  about: 'request',
  label: 'tableau',
  state: 'pending',
  isReviewable: true,
})
const tooMany = new BotError('too_many_tokens', {
  active: 5,
  open: 0,
  most: 5,
  revocationCandidates: [
    { tid: '48099374-0cf7-4b5a-938a-671d1be2e409', label: 'power bi', expiresAt: 1_797_000_000_000 },
  ],
  collecting: false,
})

export const failures: Subject = {
  title: 'Failures',
  scenes: [
    ...Object.entries(everyFailure).flatMap(([code, facts]) => scenesOfCode(code as Code, facts)),
    scene('in the place of a form', (words) => noticeModalOf(words, forms.newRequest, told(words, tooMany))),
    scene('in a form, because no message is let in', (words) =>
      answerModal(words, words.labels.forms.newRequest.title, told(words, refused)),
    ),
    scene('in a form that cannot open', (words) =>
      noticeModal(words, forms.delegate, sentenceFor(words, new BotError('redis_unavailable', {}))),
    ),
  ],
}
