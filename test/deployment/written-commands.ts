// Finds the commands that we tell people to run: in README, docs, .env.example, and in what the program itself says.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Written {
  command: string
  /** The files in which it stands. */
  where: string[]
}

const shapes = [
  /npm (?:ci|start|test|prune|run(?: --silent)? [a-z]+(?:[:-][a-z]+)*)(?: --(?:include|omit)=dev)?(?: -- (?:--url https:\/\/[\w.]+|--socket|--way \w+))?/g,
  // A word that follows in a sentence is none of the command's.
  /node dist\/main\.js(?: (?:web|worker|doctor|sign-records|report|audit show ID|policy preview (?:FILE|new-policy\.yml)|audit|policy)\b)?(?: --(?:release|json)\b)*/g,
  /node -p "[^"\n]+"/g,
  /cp \.env\.example \.env/g,
]

function filesUnder(folder: string, ending: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => ending.test(path))
    .map((path) => join(folder, path))
}

/** Everything that tells an operator what to do. */
export const tellingFiles = [
  'README.md',
  '.env.example',
  'Procfile',
  ...filesUnder('docs', /\.md$/),
  ...filesUnder('src', /\.ts$/),
]

export function writtenCommands(files: readonly string[] = tellingFiles): Written[] {
  const found = new Map<string, Set<string>>()
  for (const file of files) {
    const text = readFileSync(join(ROOT, file), 'utf8')
    for (const shape of shapes) {
      for (const [command] of text.matchAll(shape)) {
        found.set(command, (found.get(command) ?? new Set()).add(file))
      }
    }
  }
  return [...found].map(([command, where]) => ({ command, where: [...where] }))
}
