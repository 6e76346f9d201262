// Where the golden text of a language stands: it is written by `npm run gallery -- --text`, and a test compares it.
import { fileURLToPath } from 'node:url'

/** `language` is a subtag such as `en`. */
export function goldenFile(language: string): string {
  return fileURLToPath(new URL(`../../words/${language}.golden.txt`, import.meta.url))
}
