// A token's id as people see it: short, because whoever knows the whole id can report the token as leaked.

/** The first group of the id, which lists show and commands accept. */
const SHOWN = 8
const WHOLE = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi

/**
 * The beginning of the id. `beside` are the ids that are shown with it: if one of them begins in the same way, more
 * characters are shown, so that a person can tell them apart.
 */
export function shortId(tid: string, beside: readonly string[] = []): string {
  const others = beside.filter((other) => other !== tid)
  let length = SHOWN
  while (length < tid.length && others.some((other) => other.startsWith(tid.slice(0, length)))) length += 1
  return tid.slice(0, length)
}

/** The text with every whole id in it shortened, for the notes of audit entries, which are stored with whole ids. */
export function withShortIds(text: string): string {
  return text.replace(WHOLE, (tid) => shortId(tid))
}
