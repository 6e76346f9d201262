// As much of Redis's protocol as it takes to tell where a command or a reply ends, and what a command says.

/** Where the line that begins at `from` ends, its end mark not counted; undefined if it has not arrived yet. */
function lineEnd(bytes: Buffer, from: number): number | undefined {
  const end = bytes.indexOf('\r\n', from, 'latin1')
  return end < 0 ? undefined : end
}

/**
 * Where the value that begins at `from` ends, in RESP2 or RESP3; undefined if it has not all arrived yet.
 * https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
export function endOfValue(bytes: Buffer, from = 0): number | undefined {
  const line = lineEnd(bytes, from)
  if (line === undefined) return undefined
  const type = String.fromCharCode(bytes[from] ?? 0)
  const count = Number(bytes.toString('latin1', from + 1, line))
  const next = line + 2
  if ('+-:_#,('.includes(type)) return next
  // A length of -1 is a null of RESP2.
  if ('$!='.includes(type)) return count < 0 ? next : within(bytes, next + count + 2)
  if ('*~>%'.includes(type)) return endOfValues(bytes, next, type === '%' ? 2 * count : count)
  throw new Error(`This is no RESP: ${type}`)
}

function endOfValues(bytes: Buffer, from: number, count: number): number | undefined {
  let at = from
  for (let left = count; left > 0; left -= 1) {
    const end = endOfValue(bytes, at)
    if (end === undefined) return undefined
    at = end
  }
  return at
}

function within(bytes: Buffer, end: number): number | undefined {
  return end <= bytes.length ? end : undefined
}

/** The words of a command, which clients send as an array of strings. */
export function wordsOf(command: Buffer): string[] {
  const words: string[] = []
  for (let at = (lineEnd(command, 0) ?? 0) + 2; at < command.length; ) {
    const line = lineEnd(command, at) ?? 0
    const length = Number(command.toString('latin1', at + 1, line))
    words.push(command.toString('utf8', line + 2, line + 2 + length))
    at = line + 2 + length + 2
  }
  return words
}
