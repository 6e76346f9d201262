// Reads the person whom a bot admin names after an `admin` word.
import { BotError } from '../../../core/errors.ts'
import { joined } from '../../../core/typed-words.ts'
import { personIn, type Word } from '../../command-text.ts'

/** The Slack id. Throws `no_such_person` for a bare name, because two people may have it. */
export function whoIs(word: Word): string {
  const id = personIn(word)
  if (id === undefined) throw new BotError('no_such_person', { words: joined([word]) })
  return id
}
