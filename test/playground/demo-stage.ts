// Prints a story for a terminal: what people do, and what each of them then sees on the screen, word by word.
import { setTimeout as later } from 'node:timers/promises'
import { english } from '../../src/words/words.ts'
import type { Browser } from '../world/browser.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { edited, isSmallPrint, seenBy, shortened, titleOf, undated, wrapped } from './demo-screen-text.ts'

const WIDEST = 96
/** Between scenes, for somebody who reads along; a pipe does not read. Milliseconds. */
const BREATH = 250
/** Lines of what stands small below a message; a form is shown without. */
const MOST_SMALL_PRINT = 2

/** A terminal, a pipe, or what is told later. */
export type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> & { write(text: string): unknown }

export class Stage {
  readonly #output: Output
  readonly #styled: boolean
  #people: ReadonlyMap<Actor, string> = new Map()
  /** Undefined where scenes have no number. */
  #scenes: number | undefined
  /** What is going on, for whoever has to say that it went wrong. */
  scene = 'The start'

  constructor(output: Output = process.stdout, { isNumbered = true } = {}) {
    this.#output = output
    this.#scenes = isNumbered ? 0 : undefined
    this.#styled = output.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
  }

  /** By the names under which the story tells of them. */
  casts(people: ReadonlyMap<Actor, string>): void {
    this.#people = people
  }

  async opens(scene: string, words: string): Promise<void> {
    if (this.#output.isTTY && this.#scenes) await later(BREATH)
    if (this.#scenes !== undefined) this.#scenes += 1
    this.scene = scene
    const title = this.#scenes === undefined ? scene : `${this.#scenes}. ${scene}`
    this.#print('')
    this.#print(`${this.#bold(title)}  ${this.#dim(words)}`)
  }

  says(words: string): void {
    for (const line of wrapped(words, this.#width)) this.#print(this.#dim(line))
  }

  concludes(words: string): void {
    this.#print('')
    for (const line of wrapped(words, this.#width)) this.#print(this.#bold(line))
  }

  does(person: Actor, deed: string): void {
    this.#print(`${this.#bold(this.#name(person))} ${this.#highlighted(deed)}`)
  }

  /**
   * What is new on the person's screen in full, if it matches; the rest, and what was changed there, in a line each. Fails
   * if nothing is new or changed.
   */
  shows(person: Actor, inFull = /^/): void {
    const changes = this.#changesOf(person)
    const isInFull = ({ before, now }: (typeof changes)[number]) => before === undefined && inFull.test(now)
    for (const { now } of changes.filter(isInFull)) this.#box(...seenBy(this.#name(person), now))
    for (const { before, now } of changes.filter((change) => !isInFull(change))) {
      this.#aside(`on ${this.#name(person)}’s screen`, before === undefined ? titleOf(now) : edited(before, now))
    }
  }

  /** The same in a line each, for what was shown in full before. */
  glances(person: Actor): void {
    this.shows(person, /(?!)/)
  }

  /** What a person's browser shows, without the link back and the words below. */
  showsPage(person: Actor, { page }: Browser): void {
    const { returnToSlack, footer } = english.pages
    const below = [returnToSlack, footer.replaceAll('*', '')]
    const lines = page.text.split('\n').filter((line) => !below.includes(line))
    this.#box(`${this.#name(person)}’s browser shows (${page.status})`, lines.join('\n'))
  }

  #changesOf(person: Actor): ReturnType<Actor['changes']> {
    // A day that has come makes another word of the same date, and is nothing that happened.
    const changes = person
      .changes()
      .filter(({ before, now }) => before === undefined || undated(before) !== undated(now))
    if (changes.length === 0) throw new Error(`${this.#name(person)} sees nothing new`)
    return changes
  }

  #box(title: string, text: string): void {
    this.#print(this.#dim(`  ┌ ${title}`))
    for (const line of this.#laidOut(text)) this.#print(`${this.#dim('  │')} ${line}`)
  }

  #aside(where: string, text: string): void {
    this.#print(this.#dim(`  ~ ${shortened(`${where}: ${text}`, this.#width - 4)}`))
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
    let [fenced, smallPrint] = [false, 0]
    // Where a button leads is another address each time.
    const shown = text.replace(/ \(http:\/\/127[^)]*\)/g, '')
    const most = shown.startsWith('== ') ? 0 : MOST_SMALL_PRINT
    return shown.split('\n').flatMap((line) => {
      if (line === '```') {
        fenced = !fenced
        return []
      }
      // A value that is to be copied must not be broken.
      if (fenced) return [line]
      if (isSmallPrint(line)) {
        smallPrint += 1
        return smallPrint > most ? [] : [this.#styledLine(shortened(line, this.#width - 4))]
      }
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
