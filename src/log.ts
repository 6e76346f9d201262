// The log: JSON lines on stdout, with everything that looks like a secret redacted, as a second fence after the types.
import { pino } from 'pino'

export const logLevels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]

export interface Log {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** Dremio tokens (64 characters of base64), JWTs, Slack tokens, bearer headers, passwords in URLs. */
const shapes = [
  /[A-Za-z0-9+/]{62}==/g,
  // A header, which is a JSON object in base64url, and the parts after it: two if it is signed, four if it is
  // encrypted.
  /\beyJ[\w-]{8,}(?:\.[\w-]*){2,4}/g,
  /\bxox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]+/g,
  /\bxapp-[A-Za-z0-9-]+/g,
  /\bBearer\s+[^\s"\\]+/gi,
  /(?<=:\/\/[^\s"/@]*:)[^\s"/@]+(?=@)/g,
]

export function redact(line: string): string {
  return shapes.reduce((redacted, shape) => redacted.replace(shape, '[redacted]'), line)
}

export function createLog(level: LogLevel, stream: { write(line: string): void } = process.stdout): Log {
  // The reader of stdout may be gone (EPIPE). That must not end the process, and logging the error would cause it
  // again.
  if (stream === process.stdout) process.stdout.on('error', () => {})
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: redact },
    },
    stream,
  )
}
