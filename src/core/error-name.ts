// Names a caught value for the log by its code or class, never by its message.
import { BotError } from './errors.ts'

/** The code or class of the error. Its message is left out, because a message may contain anything. */
export function nameOf(error: unknown): string {
  if (error instanceof BotError) return error.code
  return error instanceof Error ? error.name : typeof error
}
