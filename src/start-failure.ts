// Explains why the bot could not start: which variable or which reason, and the remedy.
import { BotError } from './core/errors.ts'

const ANOTHER = 'Leave HOST out to listen on every address of this machine.'

/** By Node's error code for the socket of the HTTP server. */
const listening: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'PORT is taken: another program listens there, perhaps another bot. Stop it, or set PORT to another number.',
  EACCES: 'PORT may not be used by this user: numbers below 1024 need special rights. Set PORT to a higher one.',
  EPERM: 'PORT may not be used by this user. Set PORT to another number.',
  EADDRNOTAVAIL: `HOST is no address of this machine. ${ANOTHER}`,
  EAFNOSUPPORT: `HOST is an address of a kind that this machine does not have. ${ANOTHER}`,
  EINVAL: `HOST is no address of this machine. ${ANOTHER}`,
  ENOTFOUND: `HOST is a name that nobody knows here. ${ANOTHER}`,
  EAI_AGAIN: `HOST is a name that could not be looked up now. ${ANOTHER}`,
}

/**
 * One message for an operator. Only the class and the code of the error are printed, because its message may contain
 * secrets.
 */
export function whyNotStarted(error: unknown): string {
  const { code, syscall } = (error instanceof Error ? error : {}) as NodeJS.ErrnoException
  const known = ['listen', 'bind', 'getaddrinfo'].includes(syscall ?? '') ? listening[code ?? ''] : undefined
  if (known !== undefined) return `The bot could not start: ${known}`
  // Before the HTTP server listens, the only source of `broken` is the Redis address.
  if (error instanceof BotError && error.code === 'broken') {
    return (
      'The bot could not start: REDIS_URL cannot be read as an address. It is redis://, rediss:// or unix:/path; in a user ' +
      'name or password / is written %2F, # %23, ? %3F, @ %40, : %3A and % %25.'
    )
  }
  const what = error instanceof Error ? `${error.name}${code === undefined ? '' : `, ${code}`}` : 'unknown'
  return (
    `The bot could not start (${what}). node dist/main.js doctor looks at everything that it depends on. ` +
    'If that finds nothing to mend, this is a fault of the bot: report it with the words in brackets.'
  )
}
