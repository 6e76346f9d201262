// Reads the arguments of a call, form-encoded or JSON, as Slack takes them.

/** Arguments that are JSON strings in a form. */
const encoded = ['blocks', 'view', 'attachments', 'metadata', 'files', 'event_payload']

export function readArguments(contentType: string, body: string): Record<string, unknown> {
  if (contentType.startsWith('application/json')) return asObject(parsed(body))
  const args: Record<string, unknown> = Object.fromEntries(new URLSearchParams(body))
  for (const name of encoded) {
    if (typeof args[name] === 'string') args[name] = parsed(args[name])
  }
  return args
}

/** What is no JSON stays a string, for the method to refuse. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
