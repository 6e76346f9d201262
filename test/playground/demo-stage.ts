// Prints a story for a terminal: what people do, and what each of them then sees on the screen, word by word.
import { setTimeout as later } from 'node:timers/promises'
import type { Browser } from '../world/browser.ts'
import type { Actor } from '../world/slack/driver/person.ts'

const WIDEST = 96
/** Between scenes, for somebody who reads along; a pipe does not read. Milliseconds. */
const BREATH = 250

export class Stage {
  readonly #output: NodeJS.WriteStream
  readonly #styled: boolean
  #people: ReadonlyMap<Actor, string> = new Map()
  #scenes = 0
  /** What is going on, for whoever has to say that it went wrong. */
  scene = 'The start'

  constructor(output: NodeJS.WriteStream = process.stdout) {
    this.#output = output
    this.#styled = output.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
  }

  /** By the names under which the story tells of them. */
  casts(people: ReadonlyMap<Actor, string>): void {
    this.#people = people
  }

  async opens(scene: string, words: string): Promise<void> {
    if (this.#output.isTTY && this.#scenes > 0) await later(BREATH)
    this.#scenes += 1
    this.scene = scene
    this.#print('')
    this.#print(this.#bold(`${this.#scenes}. ${scene}`))
    this.says(words)
  }

  says(words: string): void {
    for (const line of wrapped(words, this.#width)) this.#print(this.#dim(line))
  }

  concludes(words: string): void {
    this.#print('')
    for (const line of wrapped(words, this.#width)) this.#print(this.#bold(line))
  }

  does(person: Actor, deed: string): void {
    this.#print('')
    this.#print(`${this.#bold(this.#name(person))} ${this.#highlighted(deed)}`)
  }

  /** Everything that is new or changed on the person's screen. Fails if nothing is. */
  shows(person: Actor): void {
    const news = person.news()
    if (news.length === 0) throw new Error(`${this.#name(person)} sees nothing new`)
    for (const text of news) {
      this.#print(this.#dim(`  ┌ ${this.#name(person)} sees`))
      for (const line of this.#laidOut(text)) this.#print(`${this.#dim('  │')} ${line}`)
      this.#print(this.#dim('  └'))
    }
  }

  /** What a person's browser shows. */
  showsPage(person: Actor, { page }: Browser): void {
    this.#print(this.#dim(`  ┌ ${this.#name(person)}’s browser shows (${page.status})`))
    for (const line of this.#laidOut(page.text)) this.#print(`${this.#dim('  │')} ${line}`)
    this.#print(this.#dim('  └'))
  }

  /** Fails if anything is new or changed on any of these screens. */
  showsNothingNewTo(...people: Actor[]): void {
    for (const person of people) {
      const [first] = person.news()
      if (first !== undefined) throw new Error(`${this.#name(person)} should see nothing new, and sees:\n${first}`)
    }
    this.#print(`  ${people.map((person) => this.#name(person)).join(' and ')}: nothing new on the screen.`)
  }

  #laidOut(text: string): string[] {
    let fenced = false
    return text.split('\n').flatMap((line) => {
      if (line === '```') fenced = !fenced
      // A value that is to be copied must not be broken.
      if (fenced || line === '```') return [line]
      return wrapped(line, this.#width - 4).map((part) => this.#styledLine(part))
    })
  }

  #styledLine(line: string): string {
    if (/^(# |== )/.test(line)) return this.#bold(line)
    if (line.startsWith('(only visible')) return this.#dim(line)
    if (line.startsWith('  ! ')) return this.#code(31, 39, line)
    if (line.startsWith('  ')) return this.#dim(line)
    return this.#highlighted(line)
  }

  /** Buttons, and what is typed. */
  #highlighted(line: string): string {
    return line.replace(/\[ [^[\]]+ \]|(?<=types {2}).*/g, (found) => this.#code(36, 39, found))
  }

  #name(person: Actor): string {
    return this.#people.get(person) ?? person.id
  }

  get #width(): number {
    return Math.max(40, Math.min(this.#output.columns ?? WIDEST, WIDEST))
  }

  #bold(text: string): string {
    return this.#code(1, 22, text)
  }

  #dim(text: string): string {
    return this.#code(2, 22, text)
  }

  #code(on: number, off: number, text: string): string {
    return this.#styled ? `\u001b[${on}m${text}\u001b[${off}m` : text
  }

  #print(line: string): void {
    this.#output.write(`${line}\n`)
  }
}

/** At spaces; what follows keeps the first line's indentation. A word that is too long stays whole. */
function wrapped(line: string, width: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? ''
  const lines: string[] = []
  let current = indent
  for (const word of line.slice(indent.length).split(/(?<= )/)) {
    if (current.trim() !== '' && `${current}${word}`.trimEnd().length > width) {
      lines.push(current.trimEnd())
      current = indent
    }
    current += word
  }
  return [...lines, current.trimEnd()]
}
