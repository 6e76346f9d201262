// What a caught value is called in the log: a code or a class, never its message.
import { BotError } from './errors.ts'

/** A code or a class; never a message, which may hold anything. */
export function nameOf(error: unknown): string {
  if (error instanceof BotError) return error.code
  return error instanceof Error ? error.name : typeof error
}
