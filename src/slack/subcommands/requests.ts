// `requests`: my open requests, and those that wait for my review.
import { answerRequestList } from '../cards/request-list.ts'
import type { Subcommand } from '../interaction.ts'

export const requests: Subcommand = {
  word: 'requests',
  usage: '',
  summary: 'your open requests, and those that wait for your review',
  run: (asked) => answerRequestList(asked),
}
