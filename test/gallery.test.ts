// The gallery is whole: every message, form and page of the bot is in it, and every sentence; its text is up to date.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { english, type Words } from '../src/words/words.ts'
import { type Drawn, drawSubjects } from './playground/gallery/draw.ts'
import { goldenFile } from './playground/gallery/golden.ts'
import { galleryPage } from './playground/gallery/page.ts'
import { subjects } from './playground/gallery/subjects.ts'
import { galleryText } from './playground/gallery/text.ts'

/** An entry by its path, such as `requests.titles.waiting`. */
type Entry = string

function entriesOf(words: object, path = ''): Entry[] {
  return Object.entries(words).flatMap(([name, value]) => {
    const entry = path === '' ? name : `${path}.${name}`
    return isGroup(value) ? entriesOf(value, entry) : [entry]
  })
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The same words, and a note of each entry that is read. */
function recording<Group extends object>(words: Group, read: Set<Entry>, path = ''): Group {
  return new Proxy(words, {
    get(group, name, receiver) {
      const value: unknown = Reflect.get(group, name, receiver)
      if (typeof name === 'symbol') return value
      const entry = path === '' ? name : `${path}.${name}`
      if (isGroup(value)) return recording(value, read, entry)
      read.add(entry)
      return value
    },
  })
}

const SRC = fileURLToPath(new URL('../src', import.meta.url))
const SCENES = fileURLToPath(new URL('playground/gallery/scenes', import.meta.url))

/** Views that the scenes see through another one. */
const withinOthers = {
  modal: 'every form is made with it',
  taskHelp: 'help',
  cardFor: 'requestCard or reviewCard',
  decisionMessage: 'requestNoticeMessage',
  claimReminder: 'requestNoticeMessage',
  mismatchPage: 'failureOf',
}

/** Entries that nobody reads yet. */
const unread: Entry[] = ['help.commands..details']

/** Functions that make something to be seen: `export function requestCard(…): Message`. */
function viewsIn(code: string): string[] {
  const signatures = code.matchAll(/^export function (\w+)\([\s\S]*?\)(?:: (.+))? \{$/gm)
  return [...signatures].flatMap(([, name = '', made = '']) =>
    /^(?:Message|ModalView|HomeView|Page|Failure)(?: \| undefined)?$/.test(made) ? [name] : [],
  )
}

function codeIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  return files.map((path) => readFileSync(join(folder, path), 'utf8'))
}

/** Buttons that a message or form names in bold, and neither has nor offers in a menu. */
function promisedIn({ html, behind }: Drawn): string[] {
  const [page, labels] = [String(html ?? ''), Object.values<string>(english.labels.buttons)]
  const drawnOn = [...page.matchAll(/class="button [^"]*">([^<]+)/g)].map(([, label]) => label)
  const offered = behind.flatMap((line) => line.split(' offers: ')[1]?.split(' · ') ?? [])
  const bold = [...page.matchAll(/<b>([^<]+)<\/b>/g)].map(([, text = '']) => text)
  return [...new Set(bold)].filter((text) => labels.includes(text) && ![...drawnOn, ...offered].includes(text))
}

/** Where the button stands on the message that was pressed, on another person’s, or on one that the sentence names. */
function isElsewhere({ subject, name }: Drawn, label: string): boolean {
  const { showToken, cutNow, sendCalendarFile } = english.labels.buttons
  const elsewhere = [
    label === showToken && subject === 'Failures',
    label === showToken && name === 'outstanding: of each kind',
    label === cutNow && name === 'claimed, replaced and due',
    label === sendCalendarFile && name === 'help reminders',
  ]
  return elsewhere.includes(true)
}

describe('the gallery', () => {
  const read = new Set<Entry>()
  let drawn: Drawn[]
  beforeAll(async () => {
    drawn = await drawSubjects(subjects, recording<Words>(english, read))
  })

  test('has every view', () => {
    const views = [join(SRC, 'slack'), join(SRC, 'web')].flatMap(codeIn).flatMap(viewsIn)
    expect(views.length).toBeGreaterThan(40)
    // An import that is not used does not pass the linter.
    const scenes = codeIn(SCENES).join('\n')
    const imports = [...scenes.matchAll(/^import (?!type )(\{[^}]*\})/gm)].map(([, names]) => names).join('\n')
    const known = [...imports.matchAll(/\w+/g)].map(([name]) => name)
    const missing = views.filter((name) => !known.includes(name) && !Object.hasOwn(withinOthers, name))
    expect(missing, 'views without a scene in test/playground/gallery/scenes').toEqual([])
  })

  test('shows every sentence of the catalogue', () => {
    const missing = entriesOf(english).filter((entry) => !read.has(entry))
    expect(missing, 'entries of src/words/en that no scene in test/playground/gallery/scenes shows').toEqual(unread)
  })

  test('names each scene of a subject differently', () => {
    const names = drawn.map(({ subject, name }) => `${subject}: ${name}`)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  test('shows nothing unfinished, and nothing that looks like a secret', () => {
    const all = galleryText(drawn)
    expect(all).not.toMatch(/undefined|NaN|\[object|null/)
    expect(all).not.toMatch(/[A-Za-z0-9+/]{40,}|xox[abp]-/)
  })

  test('promises no button that is not there', () => {
    const promised = drawn.flatMap((scene) =>
      promisedIn(scene).flatMap((label) => (isElsewhere(scene, label) ? [] : [`${scene.name}: ${label}`])),
    )
    expect(promised).toEqual([])
  })

  test('is in the golden text as it is today; if not: npm run gallery -- --text', () => {
    expect(galleryText(drawn)).toBe(readFileSync(goldenFile('en'), 'utf8'))
  })

  test('is a page that needs nothing from elsewhere', () => {
    const page = galleryPage(drawn, 'en')
    for (const { name } of drawn.slice(0, 20)) expect(page).toContain(`data-scene="${name}"`)
    expect(page).not.toMatch(/<script|<link|src=|url\(|@import/)
  })
})
