// What people type or paste that may be a token, whole, cut or wrong: the canary check searches for it at the end.

/** Words of such a length, with letters of both kinds and digits in them, are no words. */
const SHORTEST = 40

/** Recognised by a rule of the tests' own: what the bot takes for a token, or fails to, must not decide what is searched. */
export function pastedIn(text: string): string[] {
  const words = [text, decoded(text)].flatMap((one) => one.split(/[\s"'`“”‘’<>()[\]{},;|]+/))
  // An address may well be said again, but not what it carries along.
  const bare = words.map((word) => (word.includes('://') ? (/[?#](.*)$/.exec(word)?.[1] ?? '') : word))
  const likely = bare.filter(
    (word) => word.length >= SHORTEST && [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(word)),
  )
  return [...new Set(likely)]
}

function decoded(text: string): string {
  return text.replace(/%2B/gi, '+').replace(/%2F/gi, '/').replace(/%3D/gi, '=')
}
